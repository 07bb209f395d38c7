mod bad_input;
mod commands;
mod desk;
mod example;
mod matching;
mod record;
mod review;
