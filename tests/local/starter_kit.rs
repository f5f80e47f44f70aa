//! The starter kit that comes with a new server: a ZIP file in base64, as small as the format allows (no compression).

use base64::{Engine as _, engine::general_purpose::STANDARD};

/// A starter kit with these files.
pub(crate) fn starter_kit(files: &[(&str, &str)]) -> String {
    STANDARD.encode(zip(files))
}

fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for (name, text) in files {
        let offset = length(archive.len());
        let mut entry = Vec::new();
        // Version 1.0, no flags, stored, the time and date of 1980-01-01 00:00.
        for field in [10_u16, 0, 0, 0, 0x21] {
            entry.extend_from_slice(&field.to_le_bytes());
        }
        for field in [crc32(text.as_bytes()), length(text.len()), length(text.len())] {
            entry.extend_from_slice(&field.to_le_bytes());
        }
        entry.extend_from_slice(&short(name.len()).to_le_bytes());
        entry.extend_from_slice(&0_u16.to_le_bytes());

        archive.extend_from_slice(b"PK\x03\x04");
        archive.extend_from_slice(&entry);
        archive.extend_from_slice(name.as_bytes());
        archive.extend_from_slice(text.as_bytes());

        directory.extend_from_slice(b"PK\x01\x02\x0a\x00");
        directory.extend_from_slice(&entry);
        // No comment, first disk, no attributes, then where the file begins.
        directory.extend_from_slice(&[0; 10]);
        directory.extend_from_slice(&offset.to_le_bytes());
        directory.extend_from_slice(name.as_bytes());
    }
    let start = length(archive.len());
    archive.extend_from_slice(&directory);
    archive.extend_from_slice(b"PK\x05\x06\x00\x00\x00\x00");
    for _ in 0..2 {
        archive.extend_from_slice(&short(files.len()).to_le_bytes());
    }
    archive.extend_from_slice(&length(directory.len()).to_le_bytes());
    archive.extend_from_slice(&start.to_le_bytes());
    archive.extend_from_slice(&[0; 2]);
    archive
}

fn length(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

fn short(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg()))
    })
}

#[cfg(test)]
mod tests {
    use super::{crc32, zip};

    #[test]
    fn the_archive_has_its_marks() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        let archive = zip(&[("a.txt", "hello"), ("b.txt", "")]);
        let local = 30 * 2 + 5 * 2 + 5;
        assert_eq!(&archive[..4], b"PK\x03\x04");
        assert_eq!(&archive[local..local + 4], b"PK\x01\x02");
        assert_eq!(archive.len(), local + 2 * (46 + 5) + 22);
    }
}
