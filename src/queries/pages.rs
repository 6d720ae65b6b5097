//! Lists and figures of the staff pages.
