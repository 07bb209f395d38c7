//! The workbench, asked as a browser asks it and as an attacker would.

mod attacks;
mod client;
mod desk;
