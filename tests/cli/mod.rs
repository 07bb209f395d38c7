mod bad_input;
mod commands;
mod desk;
mod diff;
mod example;
mod merge;
mod record;
mod review;
