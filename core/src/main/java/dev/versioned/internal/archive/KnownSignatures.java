package dev.versioned.internal.archive;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.record.VersionSignature;
import dev.versioned.model.ArtifactName;
import dev.versioned.spi.Page;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The signatures that the target has, read when the first is asked for. A key signs a version once,
 * so a signature that exists there is as good: whoever trusts it verifies it.
 */
final class KnownSignatures {
  private final Catalog catalog;
  private final ArtifactName artifact;
  private final int pageSize;
  private Optional<Set<String>> names = Optional.empty();

  KnownSignatures(Catalog catalog, ArtifactName artifact, int pageSize) {
    this.catalog = catalog;
    this.artifact = artifact;
    this.pageSize = pageSize;
  }

  boolean isMissing(VersionSignature signature) {
    if (names.isEmpty()) {
      names = Optional.of(read());
    }
    return !names.get().contains(nameOf(signature));
  }

  private Set<String> read() {
    return Page.<VersionSignature>stream(
            last -> catalog.signatures(artifact, last, pageSize, (key, why) -> {}))
        .map(KnownSignatures::nameOf)
        .collect(Collectors.toSet());
  }

  private static String nameOf(VersionSignature signature) {
    return signature.number() + "#" + signature.keyId();
  }
}
