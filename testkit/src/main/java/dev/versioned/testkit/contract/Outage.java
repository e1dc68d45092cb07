package dev.versioned.testkit.contract;

import dev.versioned.model.BackendException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/** Cuts stores off, and lets them come back. */
final class Outage {
  private final AtomicBoolean down = new AtomicBoolean();

  void begin() {
    down.set(true);
  }

  void end() {
    down.set(false);
  }

  /** A store that answers only while there is no outage. */
  <T> T over(Class<T> type, T store) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              // A store names its place without a request.
              if (down.get() && !method.getName().equals("place")) {
                throw BackendException.transientFailure(
                    "Cannot " + method.getName() + ": outage", null);
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
    return type.cast(proxy);
  }
}
