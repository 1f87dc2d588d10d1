//! How requests reach the server: over TLS of its own, in clear on loopback, or in clear behind a proxy that ends TLS.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use sha2::{Digest, Sha256};
use thiserror::Error;

/// How requests reach the server; decides the cookie's name and attributes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Transport {
    /// The server ends TLS itself.
    Tls,
    /// Plain HTTP on a loopback address: the demo, a test, a trial.
    Loopback,
    /// Plain HTTP on another address: a proxy in front has to end TLS, else nobody can sign in.
    BehindProxy,
}

impl Transport {
    /// Tells the transport of an address.
    pub fn of(address: SocketAddr, tls: bool) -> Self {
        match (tls, address.ip().is_loopback()) {
            (true, _) => Self::Tls,
            (false, true) => Self::Loopback,
            (false, false) => Self::BehindProxy,
        }
    }

    /// Tells whether browsers reach the pages over HTTPS.
    pub fn is_secure(self) -> bool {
        match self {
            Self::Tls | Self::BehindProxy => true,
            Self::Loopback => false,
        }
    }
}

/// The files of a certificate chain and its key, both PEM.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TlsFiles {
    /// The chain, the server's own certificate first.
    pub certificate: PathBuf,
    /// The private key.
    pub key: PathBuf,
}

/// Bytes of a pin: half a SHA-256, short enough to be typed with the enrolment code.
pub const PIN_BYTES: usize = 16;

/// Why the TLS files cannot be used.
#[derive(Debug, Error)]
pub enum TlsError {
    /// A file is missing, unreadable or not PEM.
    #[error("reading {}: {source}; give a PEM file", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the reader said.
        source: rustls_pki_types::pem::Error,
    },
    /// The certificate file holds no certificate.
    #[error("{} holds no certificate; give the server's chain as PEM", path.display())]
    NoCertificate {
        /// The file.
        path: PathBuf,
    },
    /// The key is of a kind that has no public half here.
    #[error("{} is not a key that can be pinned; give an RSA, ECDSA or Ed25519 key", path.display())]
    NoPublicKey {
        /// The file.
        path: PathBuf,
    },
    /// Chain and key do not fit each other.
    #[error(
        "the certificate and the key do not go together: {0}; give the key that the certificate was made for"
    )]
    Mismatch(#[source] rustls::Error),
}

impl TlsFiles {
    /// Reads the chain as DER.
    ///
    /// # Errors
    /// The file cannot be read or holds no certificate.
    pub fn chain(&self) -> Result<Vec<CertificateDer<'static>>, TlsError> {
        let fault = |source| TlsError::Read { path: self.certificate.clone(), source };
        let certificates = CertificateDer::pem_file_iter(&self.certificate).map_err(fault)?;
        let chain = certificates.collect::<Result<Vec<_>, _>>().map_err(fault)?;
        if chain.is_empty() {
            Err(TlsError::NoCertificate { path: self.certificate.clone() })
        } else {
            Ok(chain)
        }
    }

    /// Returns what enrolment codes pin: the first 16 bytes of the SHA-256 of the public key (its
    /// SubjectPublicKeyInfo), which outlives a renewed certificate.
    ///
    /// # Errors
    /// The key cannot be read or is of an unknown kind.
    pub fn pin(&self) -> Result<[u8; PIN_BYTES], TlsError> {
        let key = ring::sign::any_supported_type(&read_key(&self.key)?).map_err(TlsError::Mismatch)?;
        let public = key.public_key().ok_or_else(|| TlsError::NoPublicKey { path: self.key.clone() })?;
        let digest = Sha256::digest(public.as_ref());
        Ok(digest.first_chunk::<PIN_BYTES>().copied().expect("a SHA-256 has 32 bytes"))
    }

    /// Reads both files into a configuration that speaks HTTP/1.1 over TLS 1.2 or 1.3.
    ///
    /// # Errors
    /// A file cannot be read, or they do not go together.
    pub fn configuration(&self) -> Result<Arc<ServerConfig>, TlsError> {
        let key = read_key(&self.key)?;
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(TlsError::Mismatch)?
            .with_no_client_auth()
            .with_single_cert(self.chain()?, key)
            .map_err(TlsError::Mismatch)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }
}

fn read_key(path: &Path) -> Result<PrivateKeyDer<'static>, TlsError> {
    PrivateKeyDer::from_pem_file(path).map_err(|source| TlsError::Read { path: path.to_owned(), source })
}
