package dev.versioned.opentelemetry;

import dev.versioned.event.Event;
import dev.versioned.event.EventListener;
import dev.versioned.model.Alias;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.Version;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import java.util.Locale;
import java.util.Objects;

/**
 * Adds what happens to the current span, as events such as {@code versioned.published}: a request
 * that moves an alias has the move in its trace. Events without a span that is recorded, such as
 * those of the background threads, are left out.
 *
 * <p>Thread-safe.
 */
public final class SpanEvents implements EventListener {

  /** Makes the listener. */
  public SpanEvents() {}

  @Override
  public void on(Event event) {
    Objects.requireNonNull(event, "event");
    Span span = Span.current();
    if (span.isRecording()) {
      span.addEvent(name(event), attributes(event), event.at());
    }
  }

  private static String name(Event event) {
    StringBuilder name = new StringBuilder("versioned");
    for (char c : event.getClass().getSimpleName().toCharArray()) {
      if (Character.isUpperCase(c)) {
        name.append(name.length() == "versioned".length() ? '.' : '_');
      }
      name.append(Character.toLowerCase(c));
    }
    return name.toString();
  }

  private static Attributes attributes(Event event) {
    AttributesBuilder to = Attributes.builder();
    to.put(VersionedAttributes.ARTIFACT, event.artifact().value());
    if (event instanceof Event.Published one) {
      version(to, one.version());
    } else if (event instanceof Event.Labelled one) {
      to.put(VersionedAttributes.VERSION, one.after().number().toString());
      to.put(VersionedAttributes.REVISION, one.after().revision());
      to.put(VersionedAttributes.ACTOR, one.after().updatedBy());
    } else if (event instanceof Event.Moved one) {
      entry(to, one.entry());
    } else if (event instanceof Event.Stepped one) {
      entry(to, one.entry());
    } else if (event instanceof Event.RolledBack one) {
      entry(to, one.entry());
    } else if (event instanceof Event.Refused one) {
      to.put(VersionedAttributes.ALIAS, one.alias().value());
      to.put(VersionedAttributes.ACTION, text(one.action()));
      to.put(VersionedAttributes.ACTOR, one.by());
      to.put(VersionedAttributes.REASON, one.reason());
    } else if (event instanceof Event.Stale one) {
      to.put(VersionedAttributes.ALIAS, one.alias().value());
      to.put(VersionedAttributes.REVISION, one.revision());
      to.put(VersionedAttributes.REASON, one.reason());
    } else if (event instanceof Event.Swapped one) {
      alias(to, one.after());
    } else if (event instanceof Event.NotReady one) {
      alias(to, one.next());
      to.put(VersionedAttributes.REASON, one.reason());
    } else if (event instanceof Event.Leaked one) {
      version(to, one.version());
      to.put(VersionedAttributes.REASON, one.kind() + " " + one.holder());
    }
    return to.build();
  }

  private static void version(AttributesBuilder to, Version version) {
    to.put(VersionedAttributes.VERSION, version.id().toString());
  }

  private static void alias(AttributesBuilder to, Alias alias) {
    to.put(VersionedAttributes.ALIAS, alias.name().value());
    to.put(VersionedAttributes.REVISION, alias.revision());
  }

  private static void entry(AttributesBuilder to, LedgerEntry entry) {
    to.put(VersionedAttributes.ALIAS, entry.alias().value());
    to.put(VersionedAttributes.REVISION, entry.revision());
    to.put(VersionedAttributes.ACTION, text(entry.action()));
    to.put(VersionedAttributes.ACTOR, entry.by());
    to.put(VersionedAttributes.REASON, entry.reason());
  }

  private static String text(LedgerEntry.Action action) {
    return action.name().toLowerCase(Locale.ROOT);
  }
}
