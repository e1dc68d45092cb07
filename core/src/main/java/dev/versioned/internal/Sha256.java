package dev.versioned.internal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The algorithm of all digests. */
public final class Sha256 {
  private Sha256() {}

  /** Returns a new hash, which every JDK provides. */
  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
