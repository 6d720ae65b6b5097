//! Files by the SHA-256 of their content: the same bytes are kept once, and a name says what must be inside.

use std::path::Path as FilePath;
use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};

/// Why a file was not kept or not found.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// The text is not 64 lower-case hexadecimal digits.
    #[error("not the SHA-256 of a file")]
    BadHash,
    /// No such file.
    #[error("no such file")]
    Missing,
    /// More bytes than are taken.
    #[error("larger than {limit} bytes")]
    TooLarge {
        /// Bytes that are taken at most.
        limit: usize,
    },
    /// The bytes found are not those that were kept.
    #[error("the file was changed outside")]
    Corrupt,
    /// The place cannot be read or written now.
    #[error("file storage: {0}")]
    Storage(#[source] object_store::Error),
}

/// Where files are kept. Clones share the place.
#[derive(Debug, Clone)]
pub enum Blob {
    /// In memory, for tests.
    Memory {
        /// The place.
        store: Arc<InMemory>,
        /// Bytes of a file at most.
        limit: usize,
    },
    /// In a folder of this machine.
    Folder {
        /// The place.
        store: Arc<LocalFileSystem>,
        /// Bytes of a file at most.
        limit: usize,
    },
}

impl Blob {
    /// An empty place in memory for files of at most `limit` bytes.
    #[must_use]
    pub fn memory(limit: usize) -> Self {
        Self::Memory { store: Arc::default(), limit }
    }

    /// The folder `root`, which must exist, for files of at most `limit` bytes. A file is on the disk when it is kept.
    ///
    /// # Errors
    /// `Storage` when there is no such folder.
    pub fn folder(root: &FilePath, limit: usize) -> Result<Self, BlobError> {
        let store = LocalFileSystem::new_with_prefix(root).map_err(BlobError::Storage)?.with_fsync(true);
        Ok(Self::Folder { store: Arc::new(store), limit })
    }

    /// Keeps `bytes` and returns their SHA-256 as 64 lower-case hexadecimal digits. Keeping them again is harmless.
    ///
    /// # Errors
    /// `TooLarge`, or `Storage`; then nothing is kept.
    pub async fn put(&self, bytes: Vec<u8>) -> Result<String, BlobError> {
        let limit = self.limit();
        if bytes.len() > limit {
            return Err(BlobError::TooLarge { limit });
        }
        let hash = sha256_hex(&bytes);
        self.store().put(&place(&hash)?, bytes.into()).await.map_err(BlobError::Storage)?;
        Ok(hash)
    }

    /// The bytes with this hash.
    ///
    /// # Errors
    /// `BadHash`, `Missing`, `TooLarge` or `Corrupt` when someone else wrote there, `Storage`.
    pub async fn get(&self, hash: &str) -> Result<Vec<u8>, BlobError> {
        let found = self.store().get(&place(hash)?).await.map_err(missing)?;
        let limit = self.limit();
        if usize::try_from(found.meta.size).is_ok_and(|size| size <= limit) {
            let bytes = found.bytes().await.map_err(BlobError::Storage)?;
            return if sha256_hex(&bytes) == hash { Ok(bytes.into()) } else { Err(BlobError::Corrupt) };
        }
        Err(BlobError::TooLarge { limit })
    }

    /// Removes the bytes with this hash; removing what is not there is harmless.
    ///
    /// # Errors
    /// `BadHash` or `Storage`.
    pub async fn delete(&self, hash: &str) -> Result<(), BlobError> {
        match self.store().delete(&place(hash)?).await.map_err(missing) {
            Ok(()) | Err(BlobError::Missing) => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn store(&self) -> &dyn ObjectStore {
        match self {
            Self::Memory { store, .. } => &**store,
            Self::Folder { store, .. } => &**store,
        }
    }

    /// Bytes of a file at most.
    #[must_use]
    pub fn limit(&self) -> usize {
        let (Self::Memory { limit, .. } | Self::Folder { limit, .. }) = self;
        *limit
    }
}

fn missing(error: object_store::Error) -> BlobError {
    match error {
        object_store::Error::NotFound { .. } => BlobError::Missing,
        other => BlobError::Storage(other),
    }
}

/// `ab/cd/abcd…`: no folder grows beyond 256 folders, or a few files.
fn place(hash: &str) -> Result<Path, BlobError> {
    let is_hash = hash.len() == 64 && hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if is_hash { Ok(Path::from_iter([&hash[..2], &hash[2..4], hash])) } else { Err(BlobError::BadHash) }
}

fn sha256_hex(bytes: &[u8]) -> String {
    let digest = digest(&SHA256, bytes);
    let digits = digest.as_ref().iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SHA-256 of `abc`, FIPS 180-4 example.
    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    async fn keeps_reads_and_deletes(blob: &Blob) {
        assert_eq!(blob.put(b"abc".to_vec()).await.unwrap(), ABC);
        assert_eq!(blob.put(b"abc".to_vec()).await.unwrap(), ABC);
        assert_eq!(blob.get(ABC).await.unwrap(), b"abc");
        assert!(matches!(blob.put(b"abcd".to_vec()).await, Err(BlobError::TooLarge { limit: 3 })));
        blob.delete(ABC).await.unwrap();
        blob.delete(ABC).await.unwrap();
        assert!(matches!(blob.get(ABC).await, Err(BlobError::Missing)));
    }

    #[tokio::test]
    async fn memory_and_folder_do_the_same() {
        keeps_reads_and_deletes(&Blob::memory(3)).await;
        let folder = tempfile::tempdir().unwrap();
        keeps_reads_and_deletes(&Blob::folder(folder.path(), 3).unwrap()).await;
    }

    #[tokio::test]
    async fn a_file_changed_outside_is_not_given_out() {
        let folder = tempfile::tempdir().unwrap();
        let blob = Blob::folder(folder.path(), 3).unwrap();
        blob.put(b"abc".to_vec()).await.unwrap();
        let file = folder.path().join("ba").join("78").join(ABC);
        std::fs::write(&file, "abd").unwrap();
        assert!(matches!(blob.get(ABC).await, Err(BlobError::Corrupt)));
        std::fs::write(&file, "abcd").unwrap();
        assert!(matches!(blob.get(ABC).await, Err(BlobError::TooLarge { limit: 3 })));
        assert!(Blob::folder(&folder.path().join("none"), 3).is_err());
    }

    #[tokio::test]
    async fn only_a_hash_names_a_file() {
        let blob = Blob::memory(3);
        let upper = ABC.to_uppercase();
        for bad in ["", "../../etc/passwd", &ABC[1..], &upper, &ABC.replace("ba", "b/"), &ABC.replace("ba", "بb")] {
            assert!(matches!(blob.get(bad).await, Err(BlobError::BadHash)), "{bad}");
            assert!(matches!(blob.delete(bad).await, Err(BlobError::BadHash)), "{bad}");
        }
    }
}
