"""Documents made from records and case documents. Built from data, never from the windows."""
