package com.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.model.Version;
import dev.versioned.model.Weight;
import dev.versioned.testkit.ArtifactRepositoryExtension;
import dev.versioned.testkit.LocalRepository;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A user's test, with the extension on the class. */
@Order(1)
@ExtendWith(ArtifactRepositoryExtension.class)
class PricesTest {
  static final Set<String> USED = ConcurrentHashMap.newKeySet();

  @Test
  void canaryIsTakenBack(ArtifactRepository repo, LocalRepository local) {
    USED.add(local.bucket());
    Artifact rules = repo.artifact("price-rules");
    Version v1 = rules.publish(Content.of("tea=2.50\n")).version();
    Version v2 = rules.publish(Content.of("tea=2.70\n")).version();
    AliasHandle live = rules.alias("LIVE");
    live.pointTo(v1);
    live.split(v1, v2, Weight.percent(20));
    live.rollback();
    assertEquals(Set.of(v1.number()), live.read().routing().versions());
    assertEquals(0, repo.fsck().violations().count());
  }

  @Nested
  class OfTea {
    @Test
    void repositoryIsTheOuterClasses(LocalRepository local) {
      USED.add(local.bucket());
      assertEquals(1, USED.size());
    }
  }
}
