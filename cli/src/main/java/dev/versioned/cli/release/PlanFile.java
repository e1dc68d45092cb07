package dev.versioned.cli.release;

import dev.versioned.ArtifactRepository;
import dev.versioned.cli.document.Document;
import dev.versioned.cli.document.Document.Entry;
import dev.versioned.cli.document.Document.Members;
import dev.versioned.cli.document.DocumentException;
import dev.versioned.model.Alias;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.RevisionConflictException;
import dev.versioned.model.Routing;
import dev.versioned.model.Target;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A plan that was saved, to be applied as it was reviewed: each alias with the revision that the
 * plan was made for, and the routing it is to have.
 */
public final class PlanFile {
  /** The member by which such a file is known. */
  private static final String PLAN = "releasePlan";

  private static final String FORM = "1";

  private PlanFile() {}

  /**
   * Returns whether a file is a saved plan.
   *
   * @param file what is in it
   * @return false for a release file
   */
  public static boolean is(Members file) {
    return file.find(PLAN).isPresent();
  }

  /**
   * Returns a plan as an object to write; {@code place} is compared when it is applied.
   *
   * @param plan the plan
   * @param place bucket, prefix and table
   * @return names and values
   */
  public static Map<String, Object> of(ReleasePlan plan, String place) {
    Map<String, Object> aliases = new LinkedHashMap<>();
    for (ReleasePlan.Change change : plan.changes()) {
      Map<String, Object> wanted = new LinkedHashMap<>();
      wanted.put("revision", Long.toString(change.revision()));
      wanted.put("primary", change.wanted().primary().toString());
      Map<String, Object> split = new LinkedHashMap<>();
      change
          .wanted()
          .additional()
          .forEach((version, weight) -> split.put(version.toString(), weight.basisPoints() + "bp"));
      wanted.put("split", split);
      aliases.put(change.artifact() + ":" + change.alias(), wanted);
    }
    Map<String, Object> file = new LinkedHashMap<>();
    file.put(PLAN, FORM);
    file.put("environment", plan.environment());
    file.put("place", place);
    file.put("aliases", aliases);
    return file;
  }

  /**
   * Reads a saved plan, and compares it with the aliases as they are now.
   *
   * @param file what {@link #of} made
   * @param place bucket, prefix and table
   * @param repo the repository of the aliases
   * @return the plan, for the same revisions
   * @throws DocumentException if the file is no saved plan, or was made elsewhere
   * @throws RevisionConflictException if an alias has moved since the plan was made
   */
  public static ReleasePlan read(Members file, String place, ArtifactRepository repo) {
    Document.Value form = value(file, PLAN);
    if (!form.text().equals(FORM)) {
      throw new DocumentException(
          form.at(), "a plan of form " + form.text() + " cannot be read; plan again");
    }
    Document.Value made = value(file, "place");
    if (!made.text().equals(place)) {
      throw new DocumentException(
          made.at(), "the plan was made for " + made.text() + ", not for " + place);
    }
    List<ReleasePlan.Change> changes = new ArrayList<>();
    for (Entry alias : members(value(file, "aliases")).entries()) {
      changes.add(change(alias, repo));
    }
    return new ReleasePlan(value(file, "environment").text(), changes, List.of());
  }

  private static ReleasePlan.Change change(Entry alias, ArtifactRepository repo) {
    int colon = alias.name().indexOf(':');
    try {
      ArtifactName artifact = ArtifactName.parse(alias.name().substring(0, Math.max(colon, 0)));
      AliasName name = AliasName.parse(alias.name().substring(colon + 1));
      Members wanted = members(alias.value());
      Map<VersionNumber, Weight> split = new TreeMap<>();
      for (Entry share : members(value(wanted, "split")).entries()) {
        split.put(VersionNumber.parse(share.name()), Weight.parse(share.value().text()));
      }
      Routing routing =
          new Routing(Target.parse(value(wanted, "primary").text()), new TreeMap<>(split));
      long revision = Long.parseLong(value(wanted, "revision").text());
      Optional<Alias> current = repo.artifact(artifact).alias(name).find();
      long now = current.map(Alias::revision).orElse(0L);
      if (now != revision) {
        throw new RevisionConflictException(
            "Cannot apply the plan: "
                + alias.name()
                + " is at revision "
                + now
                + ", and the plan was made for revision "
                + revision
                + "; plan again",
            revision,
            now);
      }
      boolean endsRollout =
          current.isPresent()
              && !current.get().routing().equals(routing)
              && repo.artifact(artifact)
                  .alias(name)
                  .rollout()
                  .find()
                  .filter(status -> !status.rollout().isOver())
                  .isPresent();
      return new ReleasePlan.Change(artifact, name, current, routing, endsRollout);
    } catch (IllegalArgumentException e) {
      throw e instanceof DocumentException
          ? e
          : new DocumentException(alias.at(), String.valueOf(e.getMessage()));
    }
  }

  private static Document.Value value(Members members, String name) {
    return members
        .find(name)
        .orElseThrow(
            () -> new DocumentException(members.at(), "this is no saved plan: no '" + name + "'"));
  }

  private static Members members(Document.Value value) {
    if (value instanceof Members members) {
      return members;
    }
    throw new DocumentException(value.at(), "an object is wanted here");
  }
}
