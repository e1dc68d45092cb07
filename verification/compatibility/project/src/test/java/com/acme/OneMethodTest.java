package com.acme;

import dev.versioned.testkit.ArtifactRepositoryExtension;
import dev.versioned.testkit.LocalRepository;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A user's test, with the extension on one method. */
@Order(2)
class OneMethodTest {
  @Test
  @ExtendWith(ArtifactRepositoryExtension.class)
  void repositoryIsOpen(LocalRepository local) {
    PricesTest.USED.add(local.bucket());
    local.repository().artifacts().toList();
  }
}
