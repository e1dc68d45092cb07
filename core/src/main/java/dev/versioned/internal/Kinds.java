package dev.versioned.internal;

/** Ends the dispatch of a closed choice: a case that is added later must not fall into another. */
public final class Kinds {
  private Kinds() {}

  /**
   * Makes the error of a case that the code has no branch for.
   *
   * @param value what was dispatched
   * @return the error
   */
  public static IllegalStateException unknown(Object value) {
    return new IllegalStateException(
        "Cannot handle " + value.getClass().getName() + ": the code has no case for it");
  }
}
