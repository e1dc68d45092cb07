package dev.versioned.deployment.leak;

import java.util.List;
import java.util.Objects;

/**
 * One holder of a closed version's classes, or of its file.
 *
 * @param kind what kind of holder it is
 * @param holder which one: for example {@code thread "mailer"}
 * @param path the references from what the JVM always keeps to the version, in this order; empty if
 *     the holder was found without a heap dump
 */
public record Leak(LeakKind kind, String holder, List<String> path) {
  /**
   * Makes a leak; the path is copied.
   *
   * @param kind what kind of holder it is
   * @param holder which one
   * @param path the references to the version
   */
  public Leak {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(holder, "holder");
    path = List.copyOf(path);
  }

  /** Returns holder, kind, remedy and path in one line. */
  @Override
  public String toString() {
    String line = holder + " (" + kind + "; " + kind.remedy() + ")";
    return path.isEmpty() ? line : line + " by " + String.join(" -> ", path);
  }
}
