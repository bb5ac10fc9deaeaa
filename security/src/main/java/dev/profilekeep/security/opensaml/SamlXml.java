package dev.profilekeep.security.opensaml;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.xml.namespace.QName;
import net.shibboleth.utilities.java.support.xml.SerializeSupport;
import net.shibboleth.utilities.java.support.xml.XMLParserException;
import org.opensaml.core.xml.XMLObject;
import org.opensaml.core.xml.config.XMLObjectProviderRegistrySupport;
import org.opensaml.core.xml.io.MarshallingException;
import org.opensaml.core.xml.io.Unmarshaller;
import org.opensaml.core.xml.io.UnmarshallingException;
import org.opensaml.core.xml.util.XMLObjectSupport;
import org.opensaml.saml.common.SAMLObject;
import org.opensaml.saml.common.SignableSAMLObject;
import org.opensaml.saml.saml2.core.EncryptedID;
import org.opensaml.saml.saml2.core.NameID;
import org.opensaml.saml.saml2.encryption.Decrypter;
import org.opensaml.saml.saml2.encryption.EncryptedElementTypeEncryptedKeyResolver;
import org.opensaml.saml.security.impl.SAMLSignatureProfileValidator;
import org.opensaml.security.SecurityException;
import org.opensaml.security.credential.CredentialSupport;
import org.opensaml.security.credential.UsageType;
import org.opensaml.security.x509.BasicX509Credential;
import org.opensaml.xmlsec.SignatureSigningParameters;
import org.opensaml.xmlsec.encryption.support.ChainingEncryptedKeyResolver;
import org.opensaml.xmlsec.encryption.support.DecryptionException;
import org.opensaml.xmlsec.encryption.support.InlineEncryptedKeyResolver;
import org.opensaml.xmlsec.keyinfo.impl.StaticKeyInfoCredentialResolver;
import org.opensaml.xmlsec.keyinfo.impl.X509KeyInfoGeneratorFactory;
import org.opensaml.xmlsec.signature.Signature;
import org.opensaml.xmlsec.signature.support.SignatureConstants;
import org.opensaml.xmlsec.signature.support.SignatureException;
import org.opensaml.xmlsec.signature.support.SignatureSupport;
import org.opensaml.xmlsec.signature.support.SignatureValidator;
import org.springframework.security.saml2.core.OpenSamlInitializationService;
import org.w3c.dom.Element;

/**
 * SAML messages as objects: build, read, write, sign, check. Reading allows no document type, hence no entities, and
 * drops comments (so that no comment can cut a name in two). Safe for use by several threads.
 */
public final class SamlXml {

    /** Longer messages are refused unread; a response with 1,000 groups is about 150 KiB. */
    public static final int LARGEST_MESSAGE_BYTES = 1 << 20;

    static {
        OpenSamlInitializationService.initialize();
    }

    private SamlXml() {}

    /** A new, empty element. */
    public static <T extends XMLObject> T build(Class<T> type, QName name) {
        return type.cast(XMLObjectSupport.buildXMLObject(name));
    }

    /**
     * Reads one message.
     *
     * @throws BadSamlMessage if it is too long, no XML, has a document type, or is not a {@code type}
     */
    public static <T extends XMLObject> T parse(byte[] xml, int largestBytes, Class<T> type) throws BadSamlMessage {
        if (xml.length > largestBytes) {
            throw new BadSamlMessage("a message of " + xml.length + " bytes; at most " + largestBytes + " are read");
        }
        try {
            Element root = XMLObjectProviderRegistrySupport.getParserPool()
                    .parse(new ByteArrayInputStream(xml))
                    .getDocumentElement();
            Unmarshaller unmarshaller =
                    XMLObjectProviderRegistrySupport.getUnmarshallerFactory().getUnmarshaller(root);
            if (unmarshaller == null) {
                throw new BadSamlMessage("not a SAML message: " + root.getNodeName());
            }
            XMLObject message = unmarshaller.unmarshall(root);
            if (!type.isInstance(message)) {
                throw new BadSamlMessage("a " + root.getLocalName() + " where a " + type.getSimpleName() + " belongs");
            }
            return type.cast(message);
        } catch (XMLParserException | UnmarshallingException e) {
            throw new BadSamlMessage("not readable as XML: " + e.getMessage(), e);
        }
    }

    public static <T extends XMLObject> T parse(String xml, Class<T> type) throws BadSamlMessage {
        return parse(xml.getBytes(StandardCharsets.UTF_8), LARGEST_MESSAGE_BYTES, type);
    }

    /** The message as text, without changing a byte of what a signature covers. */
    public static String write(XMLObject message) {
        try {
            return SerializeSupport.nodeToString(XMLObjectSupport.marshall(message));
        } catch (MarshallingException e) {
            throw new IllegalStateException("cannot write " + message.getElementQName() + ": " + e.getMessage(), e);
        }
    }

    /** Signs with RSA-SHA256 over SHA-256 digests and puts the certificate beside the signature. */
    public static void sign(SignableSAMLObject message, SigningKey key) {
        sign(message, key, SignatureConstants.ALGO_ID_SIGNATURE_RSA_SHA256, SignatureConstants.ALGO_ID_DIGEST_SHA256);
    }

    static void sign(SignableSAMLObject message, SigningKey key, String algorithm, String digest) {
        SignatureSigningParameters how = new SignatureSigningParameters();
        how.setSigningCredential(CredentialSupport.getSimpleCredential(key.certificate(), key.privateKey()));
        how.setSignatureAlgorithm(algorithm);
        how.setSignatureReferenceDigestMethod(digest);
        how.setSignatureCanonicalizationAlgorithm(SignatureConstants.ALGO_ID_C14N_EXCL_OMIT_COMMENTS);
        X509KeyInfoGeneratorFactory keyInfo = new X509KeyInfoGeneratorFactory();
        keyInfo.setEmitEntityCertificate(true);
        how.setKeyInfoGenerator(keyInfo.newInstance());
        try {
            SignatureSupport.signObject(message, how);
        } catch (SecurityException | MarshallingException | SignatureException e) {
            throw new IllegalStateException("cannot sign " + message.getElementQName() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Checks the signature inside a message against one certificate.
     *
     * @throws BadSamlMessage if there is none, it covers something else, or was made with another key
     */
    public static void verify(SignableSAMLObject message, X509Certificate certificate) throws BadSamlMessage {
        Signature signature = message.getSignature();
        if (signature == null) {
            throw new BadSamlMessage(message.getElementQName().getLocalPart() + " is not signed");
        }
        BasicX509Credential credential = new BasicX509Credential(certificate);
        credential.setUsageType(UsageType.SIGNING);
        try {
            new SAMLSignatureProfileValidator().validate(signature);
            StrongSignatures.check(signature);
            SignatureValidator.validate(signature, credential);
        } catch (SignatureException e) {
            throw new BadSamlMessage(
                    "the signature of " + message.getElementQName().getLocalPart() + " is wrong: " + e.getMessage(), e);
        }
    }

    /** The name inside an encrypted one. @throws BadSamlMessage if it was not encrypted for this key */
    public static String decryptNameId(EncryptedID encrypted, SigningKey key) throws BadSamlMessage {
        var keys = new StaticKeyInfoCredentialResolver(
                CredentialSupport.getSimpleCredential(key.certificate(), key.privateKey()));
        var encryptedKeys = new ChainingEncryptedKeyResolver(
                List.of(new InlineEncryptedKeyResolver(), new EncryptedElementTypeEncryptedKeyResolver()));
        try {
            SAMLObject name = new Decrypter(null, keys, encryptedKeys).decrypt(encrypted);
            if (name instanceof NameID nameId && nameId.getValue() != null) {
                return nameId.getValue();
            }
            throw new BadSamlMessage("an encrypted name that holds none");
        } catch (DecryptionException e) {
            throw new BadSamlMessage("an encrypted name we cannot open: " + e.getMessage(), e);
        }
    }
}
