#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| dixit_fuzz::checks(data));
