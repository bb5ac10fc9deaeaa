package dev.profilekeep.security.opensaml;

import org.opensaml.saml.common.SignableSAMLObject;
import org.opensaml.xmlsec.signature.support.SignatureConstants;

/** Signs as nobody should any more. */
public final class WeakSigning {

    private WeakSigning() {}

    public static void withSha1Signature(SignableSAMLObject message, SigningKey key) {
        SamlXml.sign(
                message, key, SignatureConstants.ALGO_ID_SIGNATURE_RSA_SHA1, SignatureConstants.ALGO_ID_DIGEST_SHA256);
    }

    public static void withSha1Digest(SignableSAMLObject message, SigningKey key) {
        SamlXml.sign(
                message, key, SignatureConstants.ALGO_ID_SIGNATURE_RSA_SHA256, SignatureConstants.ALGO_ID_DIGEST_SHA1);
    }
}
