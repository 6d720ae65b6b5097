//! Pages of the staff.
