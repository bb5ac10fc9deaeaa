package dev.profilekeep.security.opensaml;

import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import org.opensaml.xmlsec.signature.support.SignatureConstants;

/**
 * How messages travel in a browser: base64 in a form (HTTP-POST, SAML bindings 3.5), or deflated in an address with the
 * signature beside it (HTTP-Redirect, 3.4).
 */
public final class Bindings {

    /** Signature algorithms of the redirect binding and their names in Java; nothing with SHA-1. */
    private static final Map<String, String> REDIRECT_ALGORITHMS = Map.of(
            SignatureConstants.ALGO_ID_SIGNATURE_RSA_SHA256, "SHA256withRSA",
            SignatureConstants.ALGO_ID_SIGNATURE_RSA_SHA384, "SHA384withRSA",
            SignatureConstants.ALGO_ID_SIGNATURE_RSA_SHA512, "SHA512withRSA",
            SignatureConstants.ALGO_ID_SIGNATURE_ECDSA_SHA256, "SHA256withECDSAinP1363Format",
            SignatureConstants.ALGO_ID_SIGNATURE_ECDSA_SHA384, "SHA384withECDSAinP1363Format",
            SignatureConstants.ALGO_ID_SIGNATURE_ECDSA_SHA512, "SHA512withECDSAinP1363Format");

    private static final Pattern LINE_BREAKS = Pattern.compile("[\\r\\n\\t ]+");

    private Bindings() {}

    public static String toForm(String xml) {
        return Base64.getEncoder().encodeToString(xml.getBytes(StandardCharsets.UTF_8));
    }

    public static byte[] fromForm(String value) throws BadSamlMessage {
        return decode(value);
    }

    /** Deflated and base64, not yet URL-encoded. */
    public static String toAddress(String xml) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setInput(xml.getBytes(StandardCharsets.UTF_8));
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[4096];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return Base64.getEncoder().encodeToString(out.toByteArray());
        } finally {
            deflater.end();
        }
    }

    /** @throws BadSamlMessage also if it inflates to more than {@link SamlXml#LARGEST_MESSAGE_BYTES} */
    public static byte[] fromAddress(String value) throws BadSamlMessage {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(decode(value));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[4096];
            while (!inflater.finished()) {
                int count = inflater.inflate(buffer);
                if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw new BadSamlMessage("the deflated message is cut short");
                }
                out.write(buffer, 0, count);
                if (out.size() > SamlXml.LARGEST_MESSAGE_BYTES) {
                    throw new BadSamlMessage(
                            "the message inflates to more than " + SamlXml.LARGEST_MESSAGE_BYTES + " bytes");
                }
            }
            return out.toByteArray();
        } catch (DataFormatException e) {
            throw new BadSamlMessage("not a deflated message", e);
        } finally {
            inflater.end();
        }
    }

    /**
     * The query of a signed redirect.
     *
     * @param parameter {@code SAMLRequest} or {@code SAMLResponse}
     */
    public static String signedQuery(String parameter, String xml, @Nullable String relayState, SigningKey key) {
        StringBuilder query = new StringBuilder(parameter).append('=').append(encode(toAddress(xml)));
        if (relayState != null) {
            query.append("&RelayState=").append(encode(relayState));
        }
        query.append("&SigAlg=").append(encode(SignatureConstants.ALGO_ID_SIGNATURE_RSA_SHA256));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key.privateKey());
            signature.update(query.toString().getBytes(StandardCharsets.US_ASCII));
            return query.append("&Signature=")
                    .append(encode(Base64.getEncoder().encodeToString(signature.sign())))
                    .toString();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign an address: " + e.getMessage(), e);
        }
    }

    /**
     * Checks the signature of a redirect over the query exactly as it was sent.
     *
     * @throws BadSamlMessage if it is missing, wrong, or made with SHA-1
     */
    public static void verifyQuery(String parameter, @Nullable String rawQuery, PublicKey key) throws BadSamlMessage {
        String message = rawValue(rawQuery, parameter);
        String relayState = rawValue(rawQuery, "RelayState");
        String algorithm = rawValue(rawQuery, "SigAlg");
        String signed = rawValue(rawQuery, "Signature");
        if (message == null || algorithm == null || signed == null) {
            throw new BadSamlMessage("the address carries no signature");
        }
        String name = REDIRECT_ALGORITHMS.get(decodeUrl(algorithm));
        if (name == null) {
            throw new BadSamlMessage("signed with " + decodeUrl(algorithm) + ": at least RSA with SHA-256 is needed");
        }
        String content = parameter + "=" + message + (relayState == null ? "" : "&RelayState=" + relayState)
                + "&SigAlg=" + algorithm;
        try {
            Signature signature = Signature.getInstance(name);
            signature.initVerify(key);
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            if (!signature.verify(decode(decodeUrl(signed)))) {
                throw new BadSamlMessage("the signature of the address is wrong");
            }
        } catch (GeneralSecurityException e) {
            throw new BadSamlMessage("the signature of the address cannot be checked: " + e.getMessage(), e);
        }
    }

    /** The value of a query parameter as sent, or null if it is missing. @throws BadSamlMessage if it is there twice */
    private static @Nullable String rawValue(@Nullable String rawQuery, String name) throws BadSamlMessage {
        String found = null;
        if (rawQuery != null) {
            for (String part : rawQuery.split("&", -1)) {
                if (part.startsWith(name + "=")) {
                    if (found != null) {
                        throw new BadSamlMessage("the address has " + name + " twice");
                    }
                    found = part.substring(name.length() + 1);
                }
            }
        }
        return found;
    }

    private static byte[] decode(String value) throws BadSamlMessage {
        if (value.length() > SamlXml.LARGEST_MESSAGE_BYTES * 2) {
            throw new BadSamlMessage("a message of " + value.length() + " characters is too long");
        }
        try {
            return Base64.getDecoder().decode(LINE_BREAKS.matcher(value).replaceAll(""));
        } catch (IllegalArgumentException e) {
            throw new BadSamlMessage("not base64", e);
        }
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static String decodeUrl(String value) throws BadSamlMessage {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadSamlMessage("the address is badly encoded", e);
        }
    }
}
