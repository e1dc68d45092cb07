package dev.versioned.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** The Dead Simple Signing Envelope, version 1: what a signature in it is over. */
public final class Dsse {
  private Dsse() {}

  /** Returns the pre-authentication encoding of a payload, which is the message that is signed. */
  public static byte[] message(String payloadType, byte[] payload) {
    byte[] type = payloadType.getBytes(UTF_8);
    ByteArrayOutputStream message = new ByteArrayOutputStream(payload.length + type.length + 32);
    message.writeBytes(("DSSEv1 " + type.length + " ").getBytes(UTF_8));
    message.writeBytes(type);
    message.writeBytes((" " + payload.length + " ").getBytes(UTF_8));
    message.writeBytes(payload);
    return message.toByteArray();
  }
}
