package dev.versioned.event;

import dev.versioned.internal.Kinds;
import dev.versioned.internal.PlainText;
import dev.versioned.model.Label;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.Routing;
import dev.versioned.model.Version;
import dev.versioned.model.VersionLabels;
import dev.versioned.rollout.Rollout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The names and values by which the adapters write an event: texts and whole numbers, in one order.
 */
record EventFields(String type, Map<String, Object> values) {
  /** As the reason of a ledger's row. */
  private static final int LONGEST_TEXT = 1024;

  /** Returns the fields of an event. */
  static EventFields of(Event event) {
    Builder fields = new Builder();
    if (event instanceof Event.Published published) {
      Version version = published.version();
      return fields
          .version(version)
          .with("digest", version.digest().toString())
          .with("sizeBytes", version.sizeBytes())
          .with("by", version.createdBy())
          .as("Version Published");
    } else if (event instanceof Event.Labelled labelled) {
      VersionLabels after = labelled.after();
      return fields
          .with("artifact", after.artifact().value())
          .with("version", after.number().toString())
          .with("revision", after.revision())
          .with("added", text(without(after, labelled.before())))
          .with("removed", text(without(labelled.before(), after)))
          .with("after", after.toString())
          .with("by", after.updatedBy())
          .as("Version Labelled");
    } else if (event instanceof Event.Moved moved) {
      return fields.entry(moved.entry()).as("Alias Moved");
    } else if (event instanceof Event.Stepped stepped) {
      return fields.entry(stepped.entry()).rollout(stepped.rollout()).as("Rollout Stepped");
    } else if (event instanceof Event.RolledBack back) {
      return fields.entry(back.entry()).rollout(back.rollout()).as("Alias Rolled Back");
    } else if (event instanceof Event.Refused refused) {
      return fields
          .with("artifact", refused.artifact().value())
          .with("alias", refused.alias().value())
          .with("action", refused.action().name())
          .with("by", refused.by())
          .with("reason", refused.reason())
          .as("Alias Change Refused");
    } else if (event instanceof Event.Stale stale) {
      return fields
          .with("artifact", stale.artifact().value())
          .with("alias", stale.alias().value())
          .with("revision", stale.revision())
          .with("stalenessMillis", stale.staleness().toMillis())
          .with("reason", stale.reason())
          .as("Alias Stale");
    } else if (event instanceof Event.Swapped swapped) {
      return fields
          .with("artifact", swapped.artifact().value())
          .with("alias", swapped.after().name().value())
          .with("revision", swapped.after().revision())
          .with("before", swapped.before().routing().toString())
          .with("after", swapped.after().routing().toString())
          .as("Versions Swapped");
    } else if (event instanceof Event.NotReady notReady) {
      return fields
          .with("artifact", notReady.artifact().value())
          .with("alias", notReady.next().name().value())
          .with("revision", notReady.next().revision())
          .with("serving", notReady.serving().revision())
          .with("reason", notReady.reason())
          .as("Versions Not Ready");
    } else if (event instanceof Event.Leaked leaked) {
      return fields
          .version(leaked.version())
          .with("kind", leaked.kind())
          .with("holder", leaked.holder())
          .as("Version Leaked");
    }
    throw Kinds.unknown(event);
  }

  private static List<Label> without(VersionLabels labels, VersionLabels others) {
    return labels.values().entrySet().stream()
        .map(one -> new Label(one.getKey(), one.getValue()))
        .filter(label -> !others.has(label))
        .toList();
  }

  private static String text(List<Label> labels) {
    return String.join(", ", labels.stream().map(Label::toString).toList());
  }

  /** Collects fields. */
  private static final class Builder {
    private final Map<String, Object> values = new LinkedHashMap<>();

    Builder with(String name, String value) {
      values.put(name, PlainText.cut(value, LONGEST_TEXT));
      return this;
    }

    Builder with(String name, long value) {
      values.put(name, value);
      return this;
    }

    Builder version(Version version) {
      return with("artifact", version.artifact().value()).with("version", version.id().toString());
    }

    Builder entry(LedgerEntry entry) {
      return with("artifact", entry.artifact().value())
          .with("alias", entry.alias().value())
          .with("revision", entry.revision())
          .with("action", entry.action().name())
          .with("before", entry.before().map(Routing::toString).orElse(""))
          .with("after", entry.after().map(Routing::toString).orElse(""))
          .with("by", entry.by())
          .with("reason", entry.reason());
    }

    Builder rollout(Optional<Rollout> rollout) {
      rollout.ifPresent(
          one ->
              with("rollout", one.id())
                  .with("state", one.state().name())
                  .with("version", one.plan().version().toString())
                  .with("strategy", one.plan().strategy().toString())
                  .with("step", one.step())
                  .with("steps", one.plan().strategy().steps()));
      return this;
    }

    EventFields as(String type) {
      return new EventFields(type, values);
    }
  }
}
