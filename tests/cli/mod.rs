mod bad_input;
mod commands;
mod desk;
mod example;
mod record;
mod review;
