package dev.versioned.opentelemetry;

import dev.versioned.LiveAlias;
import dev.versioned.model.Alias;
import dev.versioned.model.Version;
import io.opentelemetry.api.trace.Span;
import java.util.Objects;

/**
 * Routes, and puts artifact, alias, version and revision on the current span, so that traces can be
 * searched and compared by version: {@code Version version = RoutedVersion.route(live, userId)}.
 */
public final class RoutedVersion {
  private RoutedVersion() {}

  /**
   * Routes by a key, as {@link LiveAlias#route(CharSequence)} does, and puts the version on the
   * current span.
   *
   * @param live the followed alias
   * @param key any text, such as a user's id
   * @return the version to use for this key
   * @throws dev.versioned.model.BackendException as {@link LiveAlias#route(CharSequence)} does
   */
  public static Version route(LiveAlias live, CharSequence key) {
    Objects.requireNonNull(live, "live");
    Objects.requireNonNull(key, "key");
    return put(live, live.route(key));
  }

  /**
   * Routes at random, as {@link LiveAlias#route()} does, and puts the version on the current span.
   *
   * @param live the followed alias
   * @return the version to use for this request
   * @throws dev.versioned.model.BackendException as {@link LiveAlias#route()} does
   */
  public static Version route(LiveAlias live) {
    Objects.requireNonNull(live, "live");
    return put(live, live.route());
  }

  /**
   * Puts a version that an alias was routed to on the current span. Without a span that is
   * recorded, this does nothing.
   *
   * @param live the followed alias
   * @param version the version that it was routed to
   * @return the version
   */
  public static Version put(LiveAlias live, Version version) {
    Objects.requireNonNull(live, "live");
    Objects.requireNonNull(version, "version");
    Span span = Span.current();
    if (span.isRecording()) {
      Alias alias = live.alias();
      span.setAttribute(VersionedAttributes.ARTIFACT, version.artifact().value());
      span.setAttribute(VersionedAttributes.ALIAS, alias.name().value());
      span.setAttribute(VersionedAttributes.VERSION, version.id().toString());
      span.setAttribute(VersionedAttributes.REVISION, alias.revision());
    }
    return version;
  }
}
