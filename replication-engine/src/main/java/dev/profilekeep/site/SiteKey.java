package dev.profilekeep.site;

import dev.profilekeep.catalog.OwnFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * The key of this installation, Ed25519 (RFC 8032), by which it knows its own files again. Made once, in a file that only our account can read; nodes of one installation have the same file.
 * Safe for several threads.
 */
public final class SiteKey {
    static final String ALGORITHM = "Ed25519";

    private final PrivateKey secret;
    private final PublicKey open;

    private SiteKey(PrivateKey secret, PublicKey open) {
        this.secret = secret;
        this.open = open;
    }

    /** As {@link #of}, where the installation with this data directory keeps it. */
    public static SiteKey ofInstallation(Path dataDirectory) throws IOException {
        return of(dataDirectory.resolve("replication").resolve("site.key"));
    }

    /**
     * Reads the key, or makes it if there is no such file.
     *
     * @param file two lines: the private key (PKCS #8) and the public key (X.509), in Base64
     * @throws IOException if it cannot be read or made, or is no such key
     */
    public static SiteKey of(Path file) throws IOException {
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            String[] lines = Files.readString(file, StandardCharsets.US_ASCII).split("\n");
            if (lines.length != 2) {
                throw new IOException(file + " is no key of an installation: it has not two lines");
            }
            KeyFactory keys = KeyFactory.getInstance(ALGORITHM);
            SiteKey key = new SiteKey(
                    keys.generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getDecoder().decode(lines[0]))),
                    keys.generatePublic(
                            new X509EncodedKeySpec(Base64.getDecoder().decode(lines[1]))));
            byte[] trial = {1, 2, 3};
            if (!key.isOurs(trial, key.sign(trial))) {
                throw new IOException(file + " is no key of an installation: its two halves do not belong together");
            }
            return key;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + " is no key of an installation: " + e.getMessage(), e);
        }
    }

    private static void make(Path file) throws IOException, GeneralSecurityException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            OwnFolder.make(folder);
        }
        KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        Base64.Encoder text = Base64.getEncoder();
        String lines = text.encodeToString(pair.getPrivate().getEncoded()) + "\n"
                + text.encodeToString(pair.getPublic().getEncoded()) + "\n";
        FileAttribute<?>[] own =
                file.getFileSystem().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        Path draft = file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        Files.deleteIfExists(draft);
        try {
            Files.createFile(draft, own);
            Files.writeString(
                    draft, lines, StandardCharsets.US_ASCII, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
            Files.createLink(file, draft); // whoever is first has made it
        } catch (FileAlreadyExistsException e) {
            // another process of ours was quicker
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** The half that others may have. */
    public OpenKey open() {
        return new OpenKey(open);
    }

    /** As {@link OpenKey#id()}. */
    public String id() {
        return open().id();
    }

    /** The bytes say themselves what they are: nothing is signed whose meaning another file could give it. */
    public byte[] sign(byte[] bytes) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(secret);
            signature.update(bytes);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that was tried does not sign", e);
        }
    }

    boolean isOurs(byte[] bytes, byte[] signed) {
        return open().signed(bytes, signed);
    }
}
