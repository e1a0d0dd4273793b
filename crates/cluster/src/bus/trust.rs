//! Who may speak on the bus: whoever holds the secret of the cluster. From it every node derives the same authority, and
//! issues itself a certificate of that authority at its start; both sides of a connection demand one.

use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Salt};
use aws_lc_rs::signature::Ed25519KeyPair;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, PKCS_ED25519};
use tonic::transport::{Certificate, ClientTlsConfig, Identity, ServerTlsConfig};

/// The name in every certificate of the bus: what counts is the authority, not where a node is.
const NAME: &str = "roost.bus";

/// Milliseconds do not matter here, and neither do clocks that go wrong: certificates live as long as the secret.
const YEARS: (i32, i32) = (2000, 4000);

/// The certificates of one node.
#[derive(Clone)]
pub struct Trust {
    authority: Certificate,
    own: Identity,
}

/// A key or a certificate could not be made.
#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    #[error("the key of the cluster could not be derived from its secret")]
    Key,
    #[error("a certificate for the bus could not be made: {0}")]
    Certificate(#[from] rcgen::Error),
}

/// 32 bytes of key material.
struct Seed;

impl KeyType for Seed {
    fn len(&self) -> usize {
        32
    }
}

impl Trust {
    /// The same authority for the same secret, with a fresh key for this node.
    pub fn from_secret(secret: &[u8]) -> Result<Self, TrustError> {
        let mut seed = [0; 32];
        let derived = Salt::new(HKDF_SHA256, b"roost bus v1").extract(secret);
        derived.expand(&[b"authority"], Seed).and_then(|key| key.fill(&mut seed)).map_err(|_| TrustError::Key)?;
        let key = Ed25519KeyPair::from_seed_unchecked(&seed).map_err(|_| TrustError::Key)?;
        let key = key.to_pkcs8v1().map_err(|_| TrustError::Key)?;
        let key = KeyPair::from_pkcs8_der_and_sign_algo(&key.as_ref().into(), &PKCS_ED25519)?;

        let mut params = named("roost cluster");
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        let authority = Certificate::from_pem(params.self_signed(&key)?.pem());
        let issuer = Issuer::new(params, key);

        let own_key = KeyPair::generate_for(&PKCS_ED25519)?;
        let mut params = named(NAME);
        params.subject_alt_names = vec![rcgen::SanType::DnsName(NAME.try_into()?)];
        let own = params.signed_by(&own_key, &issuer)?;
        Ok(Self { authority, own: Identity::from_pem(own.pem(), own_key.serialize_pem()) })
    }

    pub(super) fn server(&self) -> ServerTlsConfig {
        ServerTlsConfig::new().identity(self.own.clone()).client_ca_root(self.authority.clone())
    }

    pub(super) fn client(&self) -> ClientTlsConfig {
        ClientTlsConfig::new().identity(self.own.clone()).ca_certificate(self.authority.clone()).domain_name(NAME)
    }
}

fn named(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_before = rcgen::date_time_ymd(YEARS.0, 1, 1);
    params.not_after = rcgen::date_time_ymd(YEARS.1, 1, 1);
    params
}
