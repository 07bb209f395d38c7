//! Tests through the real binary, in one test program.

mod cli;
