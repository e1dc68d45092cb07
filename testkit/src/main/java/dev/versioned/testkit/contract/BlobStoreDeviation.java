package dev.versioned.testkit.contract;

/**
 * A known deviation of the server behind a blob store. A store's test declares it ({@link
 * BlobStoreContract#deviations}); the tests that would detect it are then skipped, with the reason.
 */
public enum BlobStoreDeviation {

  /**
   * A copy overwrites an existing blob at its target, even if it then reports a refusal. The
   * library checks the target before it copies, so only a race could do harm.
   */
  COPY_OVERWRITES("a copy overwrites an existing target"),

  /**
   * Of several concurrent writers of one key that write in parts, more than one may be told that it
   * has won. The library gives each key to one writer only, so only a foreign writer could do harm.
   */
  WRITERS_IN_PARTS_MAY_ALL_WIN("of racing writers in parts more than one may win");

  private final String description;

  BlobStoreDeviation(String description) {
    this.description = description;
  }

  /**
   * Returns a description for the reason of a skipped test.
   *
   * @return a short sentence without a full stop
   */
  public String description() {
    return description;
  }
}
