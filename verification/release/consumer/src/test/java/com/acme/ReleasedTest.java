package com.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.model.Version;
import dev.versioned.testkit.ArtifactRepositoryExtension;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A user's test, with the released modules. */
@ExtendWith(ArtifactRepositoryExtension.class)
class ReleasedTest {
  @Test
  void aliasPointsToThePublishedVersion(ArtifactRepository repository) {
    Artifact rules = repository.artifact("price-rules");
    Version version = rules.publish(Content.of("tea=2.50\n")).version();
    rules.alias("LIVE").pointTo(version);
    assertEquals(Set.of(version.number()), rules.alias("LIVE").read().routing().versions());
  }
}
