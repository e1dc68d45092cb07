package dev.versioned.cli.release;

import dev.versioned.cli.document.Document.Entry;
import dev.versioned.cli.document.Document.Items;
import dev.versioned.cli.document.Document.Kind;
import dev.versioned.cli.document.Document.Members;
import dev.versioned.cli.document.Document.Scalar;
import dev.versioned.cli.document.Document.Value;
import dev.versioned.cli.document.DocumentException;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Latest;
import dev.versioned.model.Target;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The project's own form: environments, in them artifacts, in them aliases. */
final class NestedForm {
  /** The version that is the newest when the plan is made. */
  static final String NEWEST = "newest";

  private final Members file;

  NestedForm(Members file) {
    this.file = file;
  }

  List<Desired> of(String environment) {
    for (Entry entry : file.entries()) {
      if (!entry.name().equals("environments") && !entry.name().equals("$schema")) {
        throw unknown(entry, "environments");
      }
    }
    Members environments = members(file.find("environments").orElseThrow());
    Map<String, List<Desired>> found = new HashMap<>();
    // All environments are read, so that mistakes are found before their environment is used.
    Mistakes mistakes = new Mistakes();
    for (Entry entry : environments.entries()) {
      mistakes.in(() -> found.put(entry.name(), environment(members(entry.value()), mistakes)));
    }
    mistakes.check();
    if (!found.containsKey(environment)) {
      throw new DocumentException(
          environments.at(),
          "there is no environment '"
              + environment
              + "'; there are "
              + environments.entries().stream().map(Entry::name).toList());
    }
    return found.get(environment);
  }

  private static List<Desired> environment(Members members, Mistakes mistakes) {
    boolean immutable = false;
    Members artifacts = new Members(members.at(), List.of());
    for (Entry entry : members.entries()) {
      switch (entry.name()) {
        case "immutable" -> immutable = truth(entry.value());
        case "artifacts" -> artifacts = members(entry.value());
        default -> throw unknown(entry, "immutable and artifacts");
      }
    }
    List<Desired> wanted = new ArrayList<>();
    boolean refusesLatest = immutable;
    for (Entry entry : artifacts.entries()) {
      mistakes.in(
          () -> {
            ArtifactName artifact = at(entry.at(), () -> ArtifactName.parse(entry.name()));
            for (Entry alias : members(entry.value()).entries()) {
              mistakes.in(() -> wanted.add(allowed(alias(artifact, alias), refusesLatest)));
            }
          });
    }
    return wanted;
  }

  private static Desired allowed(Desired desired, boolean immutable) {
    if (immutable && desired.primary().equals(new Choice.Exactly(Latest.LATEST))) {
      throw new DocumentException(
          desired.at(),
          "this environment is immutable: "
              + desired.artifact()
              + ":"
              + desired.alias()
              + " cannot point to $LATEST; write a version's number, or newest");
    }
    return desired;
  }

  private static Desired alias(ArtifactName artifact, Entry entry) {
    AliasName alias = at(entry.at(), () -> AliasName.parse(entry.name()));
    if (entry.value() instanceof Scalar version) {
      return new Desired(
          entry.at(), artifact, alias, choice(version), new TreeMap<>(), Optional.empty());
    }
    Value version = null;
    SortedMap<VersionNumber, Weight> additional = new TreeMap<>();
    Optional<Weight> newest = Optional.empty();
    for (Entry part : members(entry.value()).entries()) {
      switch (part.name()) {
        case "version" -> version = part.value();
        case "split" -> {
          additional = split(members(part.value()));
          newest = newest(members(part.value()));
        }
        default -> throw unknown(part, "version and split");
      }
    }
    if (version == null) {
      throw new DocumentException(entry.at(), artifact + ":" + alias + " has no version");
    }
    return new Desired(entry.at(), artifact, alias, choice(version), additional, newest);
  }

  private static Choice choice(Value value) {
    String text = value.text();
    if (text.equals(NEWEST)) {
      return new Choice.Newest();
    }
    return new Choice.Exactly(
        at(
            value.at(),
            () -> {
              try {
                return Target.parse(text);
              } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                    e.getMessage() + "; write a number, $LATEST or newest", e);
              }
            }));
  }

  private static SortedMap<VersionNumber, Weight> split(Members members) {
    SortedMap<VersionNumber, Weight> weights = new TreeMap<>();
    for (Entry entry : members.entries()) {
      if (entry.name().equals(NEWEST)) {
        continue;
      }
      VersionNumber version = at(entry.at(), () -> VersionNumber.parse(entry.name()));
      Weight weight = at(entry.at(), () -> Weight.parse(entry.value().text()));
      if (weights.put(version, weight) != null) {
        throw new DocumentException(entry.at(), "version " + version + " stands here twice");
      }
    }
    return weights;
  }

  private static Optional<Weight> newest(Members split) {
    return split.find(NEWEST).map(share -> at(share.at(), () -> Weight.parse(share.text())));
  }

  private static Members members(Value value) {
    if (value instanceof Members members) {
      return members;
    }
    throw new DocumentException(
        value.at(),
        value instanceof Items
            ? "an object is wanted here, not a list"
            : "an object is wanted here, not a single value");
  }

  private static boolean truth(Value value) {
    if (value instanceof Scalar scalar && scalar.kind() == Kind.TRUTH) {
      return scalar.raw().equalsIgnoreCase("true");
    }
    throw new DocumentException(value.at(), "true or false is wanted here");
  }

  private static DocumentException unknown(Entry entry, String known) {
    return new DocumentException(
        entry.at(), "'" + entry.name() + "' is not known here; there are " + known);
  }

  /** Says where it is that something cannot be used. */
  static <T> T at(String where, Supplier<T> parse) {
    try {
      return parse.get();
    } catch (DocumentException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new DocumentException(where, String.valueOf(e.getMessage()));
    }
  }
}
