package dev.versioned.internal.catalog;

import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.OverridesRecord;
import dev.versioned.internal.record.VersionAttestation;
import dev.versioned.internal.record.VersionProof;
import dev.versioned.internal.record.VersionRecord;
import dev.versioned.internal.record.VersionSignature;
import dev.versioned.internal.record.WorkingCopy;
import dev.versioned.model.Alias;
import dev.versioned.model.AliasOverrides;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Latest;
import dev.versioned.model.Overrides;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * An alias outside of its table, with all that routing by it needs: the alias's item, the item of
 * its overrides, and the items of the versions it routes to. They are read by the rules of the
 * table.
 *
 * @param entry the alias
 * @param overrides the overrides that it names
 * @param latest the version that {@code $LATEST} was, if the alias points there
 * @param proofs why the versions are trusted, if there is a policy
 */
public record KeptAlias(
    AliasEntry.Present entry,
    Overrides overrides,
    Optional<Version> latest,
    List<VersionProof> proofs) {

  /** The most characters of an attestation, and of all together, that are kept. */
  private static final int LARGEST_ATTESTATION = 64 << 10;

  private static final int MOST_ATTESTED = 1 << 20;

  /** Returns the entry of an alias, without what only moves and signatures need of it. */
  public static AliasEntry.Present entryOf(Alias alias) {
    return new AliasEntry.Present(alias, "", alias.revision(), 0, Optional.empty());
  }

  private Stream<Version> versions() {
    return Stream.concat(entry.alias().versions().values().stream(), latest.stream());
  }

  /** Writes the items as text. */
  public String write() {
    List<Item> items = new ArrayList<>();
    items.add(AliasItems.write(entry));
    if (!overrides.isEmpty()) {
      items.add(
          OverridesItems.write(new OverridesRecord(entry.artifact(), entry.name(), overrides)));
    }
    versions().forEach(version -> items.add(write(version)));
    proofs.forEach(proof -> items.add(SignatureItems.write(proof.signature())));
    items.addAll(attestations());
    return ItemText.write(items);
  }

  /**
   * Returns the items of the attestations, as far as they are small. A version whose attestation is
   * left out is not trusted by this text, and neither is the alias.
   */
  private List<Item> attestations() {
    List<Item> items = new ArrayList<>();
    int left = MOST_ATTESTED;
    for (VersionProof proof : proofs) {
      for (VersionAttestation attached : proof.attestations()) {
        int length = attached.attestation().json().length();
        // rule: kept-attestations-are-small
        if (length <= Math.min(LARGEST_ATTESTATION, left)) {
          left -= length;
          items.add(AttestationItems.write(attached));
        }
      }
    }
    return items;
  }

  private static Item write(Version version) {
    if (version.id() instanceof VersionNumber) {
      return VersionItems.write(new VersionRecord(version, ""));
    }
    return VersionItems.write(new WorkingCopy(version, uploadId(version.key()), "", 1, 0));
  }

  /** The second folder below the artifact's, see {@link BlobKey#ofUpload}. */
  private static String uploadId(BlobKey key) {
    return key.value().split("/", -1)[2];
  }

  /**
   * Reads the items.
   *
   * @param text the text
   * @param place where the blobs of the versions are stored
   * @throws IllegalArgumentException if the text does not consist of such items
   * @throws dev.versioned.model.UnreadableRecordException if an item is not a valid record
   */
  public static KeptAlias read(String text, String place) {
    VersionReader reader = new VersionReader(place);
    List<Item> found = new ArrayList<>();
    Map<ItemKey, Version> versions = new LinkedHashMap<>();
    List<VersionSignature> signatures = new ArrayList<>();
    List<VersionAttestation> attestations = new ArrayList<>();
    List<OverridesRecord> overrides = new ArrayList<>();
    for (Item item : ItemText.read(text)) {
      if (Keys.isOverrides(item.key())) {
        overrides.add(OverridesItems.read(item));
      } else if (Keys.isAlias(item.key())) {
        found.add(item);
      } else if (Keys.isSignature(item.key())) {
        signatures.add(SignatureItems.read(item));
      } else if (Keys.isAttestation(item.key())) {
        attestations.add(AttestationItems.read(item));
      } else {
        versions.put(item.key(), version(item, reader));
      }
    }
    if (found.size() != 1) {
      throw new IllegalArgumentException("it has " + found.size() + " aliases");
    }
    AliasItems aliases =
        new AliasItems(
            reader,
            new VersionRecords(
                (artifact, number) ->
                    Optional.ofNullable(versions.get(Keys.version(artifact, number)))));
    if (!(aliases.readEntry(found.get(0)) instanceof AliasEntry.Present entry)) {
      throw new IllegalArgumentException("its alias is deleted");
    }
    Alias alias = entry.alias();
    boolean latest = alias.routing().primary() == Latest.LATEST;
    return new KeptAlias(
        entry,
        overrides(alias, overrides),
        latest ? Optional.of(only(versions.values(), alias)) : Optional.empty(),
        signatures.stream().map(signature -> proof(signature, attestations)).toList());
  }

  private static Overrides overrides(Alias alias, List<OverridesRecord> found) {
    AliasOverrides named = alias.overrides();
    if (named.isEmpty() && found.isEmpty()) {
      return new Overrides(named.revision(), Overrides.NONE.versions());
    }
    // rule: kept-overrides-are-of-the-alias
    if (found.size() != 1 || !OverridesItems.summary(found.get(0)).equals(named)) {
      throw new IllegalArgumentException("its overrides are not those that its alias names");
    }
    return found.get(0).overrides();
  }

  private static VersionProof proof(VersionSignature signature, List<VersionAttestation> all) {
    return new VersionProof(
        signature, all.stream().filter(a -> a.number().equals(signature.number())).toList());
  }

  /** Gives each proof away, with the version that it belongs to. */
  public void offerProofs(BiConsumer<Version, VersionProof> taker) {
    versions()
        .forEach(
            version ->
                proofs.stream()
                    .filter(proof -> proof.signature().number().equals(version.id()))
                    .forEach(proof -> taker.accept(version, proof)));
  }

  private static Version version(Item item, VersionReader reader) {
    if (Keys.isLatest(item.key())) {
      return reader
          .readLatest(item)
          .copy()
          .map(WorkingCopy::version)
          .orElseThrow(() -> new IllegalArgumentException("its $LATEST was removed"));
    }
    return reader
        .readRecord(item)
        .asVersion()
        .map(VersionRecord::version)
        .orElseThrow(() -> new IllegalArgumentException("one of its versions is a tombstone"));
  }

  /** Returns what {@code $LATEST} was: the working copy, or a version published after it. */
  private static Version only(Collection<Version> versions, Alias alias) {
    // rule: kept-latest-is-of-the-alias
    if (versions.size() != 1 || !versions.iterator().next().artifact().equals(alias.artifact())) {
      throw new IllegalArgumentException(
          "its alias is at $LATEST, and its versions are " + versions);
    }
    return versions.iterator().next();
  }
}
