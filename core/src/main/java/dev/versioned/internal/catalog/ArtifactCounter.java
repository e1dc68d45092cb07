package dev.versioned.internal.catalog;

import dev.versioned.internal.Kinds;
import dev.versioned.internal.record.ArtifactRecord;
import dev.versioned.internal.record.Reservation;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.Condition;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.IndexQuery;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemChange;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemValue;
import dev.versioned.spi.ItemWrite;
import dev.versioned.spi.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The items {@code #}: one for each artifact, with the counter for its version numbers. */
final class ArtifactCounter {
  /** The only value of the index's partition attribute. */
  static final String YES = "yes";

  private final ItemStore items;

  ArtifactCounter(ItemStore items) {
    this.items = items;
  }

  Reservation.Result reserve(Reservation wish) {
    List<ItemChange> changes = known(wish.artifact(), wish.at());
    changes.add(ItemChange.set(Attributes.FINGERPRINT, wish.fingerprint().value()));
    changes.add(ItemChange.set(Attributes.ATTEMPT_ID, wish.attemptId()));
    // rule: no-number-is-left-out
    changes.add(new ItemChange.Add(Attributes.LAST_NUMBER, 1));
    // A reservation that is repeated after a lost reply must not get a second number.
    Condition condition =
        Schema.known()
            // rule: attempt-gets-one-number
            .and(Condition.differs(Attributes.ATTEMPT_ID, wish.attemptId()))
            .and(conditionOf(wish));
    ItemWrite.Result result =
        update(
            wish.artifact(),
            "reserve a version number of " + wish.artifact(),
            new ItemWrite.Update(Keys.artifact(wish.artifact()), changes, condition));
    if (result instanceof ItemWrite.Written written) {
      long number = ArtifactItems.readArtifact(written.item().orElseThrow()).lastNumber();
      return new Reservation.Reserved(VersionNumber.of(number));
    }
    return new Reservation.Refused(
        ((ItemWrite.Refused) result)
            .current()
            .map(ArtifactItems::readArtifact)
            .orElseGet(() -> new ArtifactRecord(wish.artifact(), 0, "", "", wish.at())));
  }

  /**
   * Updates an item. A store refuses to add to an attribute that is not a number; reading the item
   * then reports it.
   */
  private ItemWrite.Result update(ArtifactName artifact, String what, ItemWrite.Update update) {
    try {
      return items.write(what, update);
    } catch (BackendException e) {
      if (!e.isRetryable() && !e.isOutcomeUnknown()) {
        find(artifact);
      }
      throw e;
    }
  }

  private static Condition conditionOf(Reservation wish) {
    if (wish.condition() instanceof Reservation.ContentDiffers) {
      // rule: same-content-gets-no-number
      return Condition.differs(Attributes.FINGERPRINT, wish.fingerprint().value());
    } else if (wish.condition() instanceof Reservation.LastNumberIs is) {
      // rule: number-follows-the-one-seen
      return Condition.equal(Attributes.LAST_NUMBER, is.number().value());
    } else if (wish.condition() instanceof Reservation.Always) {
      // rule: unconditional-wish-has-no-condition
      return Condition.always();
    }
    throw Kinds.unknown(wish.condition());
  }

  /**
   * Returns what every update of the item sets: the artifact exists, is listed, and has this
   * schema.
   */
  private static List<ItemChange> known(ArtifactName artifact, Instant at) {
    List<ItemChange> changes = new ArrayList<>();
    changes.add(ItemChange.set(Attributes.SCHEMA, Schema.NUMBER));
    changes.add(ItemChange.set(Attributes.ARTIFACT, artifact.value()));
    changes.add(ItemChange.set(Attributes.LISTED, YES));
    changes.add(createdAt(at));
    return changes;
  }

  static ItemChange createdAt(Instant at) {
    return new ItemChange.SetIfMissing(Attributes.CREATED_AT, ItemValue.of(at.toString()));
  }

  Optional<ArtifactRecord> find(ArtifactName artifact) {
    return findItem(artifact).map(ArtifactItems::readArtifact);
  }

  /** Reads the item of an artifact, as it is stored. */
  Optional<Item> findItem(ArtifactName artifact) {
    return items.read("read artifact " + artifact, Keys.artifact(artifact), Consistency.STRONG);
  }

  ArtifactRecord register(ArtifactName artifact, Instant at) {
    ItemWrite.Result result =
        items.write(
            "register " + artifact,
            new ItemWrite.Update(Keys.artifact(artifact), known(artifact, at), Schema.known()));
    // The update is refused only if the schema is unknown; reading then throws.
    Optional<Item> item =
        result instanceof ItemWrite.Written written
            ? written.item()
            : ((ItemWrite.Refused) result).current();
    return ArtifactItems.readArtifact(item.orElseThrow());
  }

  /** Returns the write that lists the artifact of a restored version. */
  ItemWrite restoration(ArtifactName artifact, Instant at) {
    List<ItemChange> changes = known(artifact, at);
    changes.add(new ItemChange.Add(Attributes.RESTORES, 1));
    return new ItemWrite.Update(Keys.artifact(artifact), changes, Schema.known());
  }

  private static Condition is(String attribute, long value) {
    Condition equal = Condition.equal(attribute, value);
    return value == 0 ? equal.or(Condition.missing(attribute)) : equal;
  }

  /**
   * Returns the write that takes an artifact off the list, if the artifact has not changed since it
   * was read.
   */
  ItemWrite retirement(ArtifactRecord seen) {
    ArtifactName artifact = seen.artifact();
    Condition unchanged =
        is(Attributes.LAST_NUMBER, seen.lastNumber()).and(is(Attributes.RESTORES, seen.restores()));
    return new ItemWrite.Update(
        Keys.artifact(artifact),
        List.of(new ItemChange.Remove(Attributes.LISTED)),
        Condition.present().and(Schema.known()).and(unchanged));
  }

  /** Reads the whole store, because the index holds only listed artifacts. */
  Stream<ArtifactName> all() {
    return items
        .keys("list all artifacts")
        .filter(Keys::showsAnArtifact)
        .map(Keys::artifactOf)
        .distinct();
  }

  Page<ArtifactName> list(@Nullable String after, int limit) {
    IndexQuery query = new IndexQuery(IndexQuery.ARTIFACTS, YES, after, limit);
    Page<Item> page = items.queryIndex("list the artifacts", query);
    return new Page<>(
        page.items().stream().map(item -> Keys.artifactOf(item.key())).toList(), page.hasMore());
  }
}
