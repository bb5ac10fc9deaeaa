package dev.profilekeep.security.opensaml;

import java.util.Set;
import org.apache.xml.security.exceptions.XMLSecurityException;
import org.apache.xml.security.signature.SignedInfo;
import org.apache.xml.security.signature.XMLSignature;
import org.opensaml.xmlsec.signature.Signature;
import org.opensaml.xmlsec.signature.impl.SignatureImpl;
import org.opensaml.xmlsec.signature.support.SignatureConstants;

/**
 * Which signatures are believed: RSA, RSASSA-PSS or ECDSA over SHA-256 or better. OpenSAML 4.0.1 by itself takes SHA-1
 * too, for which collisions can be made.
 */
public final class StrongSignatures {

    private static final Set<String> ALGORITHMS = Set.of(
            SignatureConstants.ALGO_ID_SIGNATURE_RSA_SHA256,
            SignatureConstants.ALGO_ID_SIGNATURE_RSA_SHA384,
            SignatureConstants.ALGO_ID_SIGNATURE_RSA_SHA512,
            SignatureConstants.ALGO_ID_SIGNATURE_ECDSA_SHA256,
            SignatureConstants.ALGO_ID_SIGNATURE_ECDSA_SHA384,
            SignatureConstants.ALGO_ID_SIGNATURE_ECDSA_SHA512,
            XMLSignature.ALGO_ID_SIGNATURE_RSA_SHA256_MGF1,
            XMLSignature.ALGO_ID_SIGNATURE_RSA_SHA384_MGF1,
            XMLSignature.ALGO_ID_SIGNATURE_RSA_SHA512_MGF1);

    private static final Set<String> DIGESTS = Set.of(
            SignatureConstants.ALGO_ID_DIGEST_SHA256,
            SignatureConstants.ALGO_ID_DIGEST_SHA384,
            SignatureConstants.ALGO_ID_DIGEST_SHA512);

    private StrongSignatures() {}

    /** @throws BadSamlMessage naming the algorithm that is not on the list */
    public static void check(Signature signature) throws BadSamlMessage {
        XMLSignature xml = signature instanceof SignatureImpl read ? read.getXMLSignature() : null;
        if (xml == null) {
            throw new BadSamlMessage("a signature that was not read from XML");
        }
        SignedInfo signed = xml.getSignedInfo();
        String algorithm = String.valueOf(signed.getSignatureMethodURI());
        if (!ALGORITHMS.contains(algorithm)) {
            throw new BadSamlMessage("signed with " + algorithm + ": at least SHA-256 is needed");
        }
        try {
            for (int i = 0; i < signed.getLength(); i++) {
                String digest = signed.item(i).getMessageDigestAlgorithm().getAlgorithmURI();
                if (!DIGESTS.contains(digest)) {
                    throw new BadSamlMessage("signed over a digest by " + digest + ": at least SHA-256 is needed");
                }
            }
        } catch (XMLSecurityException e) {
            throw new BadSamlMessage("a signature with an unknown digest: " + e.getMessage(), e);
        }
    }
}
