"""Forms written from a consultation: their layout and wording as data, filled from the record."""
