package org.bouncycastle.crypto.digests;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The class JavaRosa hashes a text's seed with, which the jar of ODK Validate was shrunk without: Java's own does the work. */
public class SHA256Digest {
    private final MessageDigest digest;

    public SHA256Digest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public void update(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
    }

    public int doFinal(byte[] out, int offset) {
        byte[] made = digest.digest();
        System.arraycopy(made, 0, out, offset, made.length);
        return made.length;
    }
}
