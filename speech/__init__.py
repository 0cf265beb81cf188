"""Speech in, hypotheses out: voice activity, endpoints, recognition. Knows no Qt and no records."""
