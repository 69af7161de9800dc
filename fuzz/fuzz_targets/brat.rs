//! A text and its brat annotations, parted by the first zero byte.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let middle = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    let annotations = String::from_utf8_lossy(bytes.get(middle + 1..).unwrap_or_default());
    let _ = onrecord_read::from_brat(bytes[..middle].to_vec(), &annotations, &onrecord_read::Hint::default());
});
