package dev.versioned.testkit.contract;

/**
 * What the server behind a blob store may be known to do wrong. A store's test names it ({@link
 * BlobStoreContract#deviations}); the tests that would find it are then skipped, with the reason.
 */
public enum BlobStoreDeviation {

  /**
   * A copy overwrites the bytes of a blob that is under its target, even if it then says that it
   * was refused. The library looks before it copies, so that only a race could do harm.
   */
  COPY_OVERWRITES("a copy overwrites what is under its target"),

  /**
   * Of several writers of one key at once that write in parts, more than one may be told that it
   * has won. The library gives each key to one writer only, so that only a foreign writer could do
   * harm.
   */
  WRITERS_IN_PARTS_MAY_ALL_WIN("of racing writers in parts more than one may win");

  private final String description;

  BlobStoreDeviation(String description) {
    this.description = description;
  }

  /**
   * Describes the deviation, for the reason of a skipped test.
   *
   * @return a short sentence without a full stop
   */
  public String description() {
    return description;
  }
}
