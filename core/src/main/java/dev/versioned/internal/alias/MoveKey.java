package dev.versioned.internal.alias;

import dev.versioned.model.Digest;
import dev.versioned.model.IdempotencyKey;
import dev.versioned.model.LedgerEntry;
import java.nio.charset.StandardCharsets;

/**
 * The idempotency key of a move.
 *
 * @param request a digest of the change that is requested under the key
 */
public record MoveKey(IdempotencyKey key, String request) {
  public static MoveKey of(IdempotencyKey key, LedgerEntry.Action action, String request) {
    byte[] text = (action + "\n" + request).getBytes(StandardCharsets.UTF_8);
    return new MoveKey(key, Digest.of(text).toString());
  }
}
