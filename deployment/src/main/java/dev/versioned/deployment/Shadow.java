package dev.versioned.deployment;

import dev.versioned.model.Weight;
import java.util.Objects;
import java.util.function.BiPredicate;

/**
 * Which requests are also given to a version before it gets traffic, and how its answers are
 * compared. The answers are thrown away. Only for uses without side effects. Immutable.
 *
 * @param <T> what a version is loaded as
 */
public final class Shadow<T> {
  private final Weight share;
  private final BiPredicate<Object, Object> equal;
  private final int mostAtOnce;

  private Shadow(Weight share, BiPredicate<Object, Object> equal, int mostAtOnce) {
    this.share = share;
    this.equal = equal;
    this.mostAtOnce = mostAtOnce;
  }

  /**
   * Gives a share of the requests to the new version too, and compares answers with {@link
   * Objects#equals}, at most 4 at the same time.
   *
   * @param share the share
   * @param <T> what a version is loaded as
   * @return the shadow mode
   */
  public static <T> Shadow<T> of(Weight share) {
    return new Shadow<>(Objects.requireNonNull(share, "share"), Objects::equals, 4);
  }

  /**
   * Changes how answers are compared.
   *
   * @param equal receives the answer of the version with traffic, then that of the new one
   * @return the changed shadow mode
   */
  public Shadow<T> comparing(BiPredicate<Object, Object> equal) {
    return new Shadow<>(share, Objects.requireNonNull(equal, "equal"), mostAtOnce);
  }

  /**
   * Changes how many requests the new version gets at the same time. Requests beyond it are
   * counted, and not given to it.
   *
   * @param mostAtOnce at least 1
   * @return the changed shadow mode
   * @throws IllegalArgumentException if it is less
   */
  public Shadow<T> atMost(int mostAtOnce) {
    if (mostAtOnce < 1) {
      throw new IllegalArgumentException("Cannot shadow " + mostAtOnce + " requests at a time");
    }
    return new Shadow<>(share, equal, mostAtOnce);
  }

  Weight share() {
    return share;
  }

  BiPredicate<Object, Object> equal() {
    return equal;
  }

  int mostAtOnce() {
    return mostAtOnce;
  }
}
