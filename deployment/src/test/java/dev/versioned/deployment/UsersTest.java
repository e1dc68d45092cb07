package dev.versioned.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UsersTest {
  private final Users users = new Users();

  @Test
  void usersAreCountedUntilTheyLeave() {
    int first = users.enter();
    int second = users.enter();
    assertThat(users.count()).isEqualTo(2);
    users.leave(first);
    assertThat(users.count()).isEqualTo(1);
    users.leave(second);
    assertThat(users.count()).isZero();
  }

  @Test
  void retiredVersionGetsNoUser() {
    int before = users.enter();
    users.retire();
    assertThat(users.enter()).isNegative();
    assertThat(users.count()).isEqualTo(1);
    users.leave(before);
    assertThat(users.count()).isZero();
  }

  @Test
  void stacksAreThoseOfTheUsers() {
    int stripe = users.enter();
    assertThat(users.stacks()).containsOnlyKeys(Thread.currentThread());
    assertThat(users.stacks().get(Thread.currentThread()))
        .anyMatch(frame -> frame.getMethodName().equals("stacksAreThoseOfTheUsers"));
    users.leave(stripe);
    assertThat(users.stacks()).isEmpty();
  }
}
