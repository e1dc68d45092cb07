package dev.versioned.internal.record;

/**
 * The signature of an alias at one revision, by the key of the process that moved it.
 *
 * @param keyId the id of the key
 * @param base64 the signature, in base 64
 */
public record MoveSignature(String keyId, String base64) {}
