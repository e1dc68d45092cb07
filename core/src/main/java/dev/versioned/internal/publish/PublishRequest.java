package dev.versioned.internal.publish;

import dev.versioned.model.CorruptContentException;
import dev.versioned.model.Digest;
import dev.versioned.model.IdempotencyKey;
import dev.versioned.model.TransferListener;
import java.util.Optional;
import java.util.SortedMap;

/** The options of one publish or put. */
public record PublishRequest(
    String description,
    SortedMap<String, String> metadata,
    Optional<IdempotencyKey> idempotencyKey,
    Optional<Digest> expectedDigest,
    Optional<String> actor,
    Optional<TransferListener> listener,
    boolean evenIfUnchanged) {

  /** Checks the digest of the content against the one that the caller expects, if any. */
  void checkDigest(String what, Digest actual) {
    Digest expected = expectedDigest.orElse(actual);
    // rule: expected-digest-is-compared
    if (!expected.equals(actual)) {
      throw new CorruptContentException(
          "Cannot "
              + what
              + ": the content has digest "
              + actual
              + ", not "
              + expected
              + " as expected",
          expected,
          actual,
          null);
    }
  }
}
