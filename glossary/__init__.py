"""The termbase: concepts, terms and matches. Knows neither speech nor translation."""
