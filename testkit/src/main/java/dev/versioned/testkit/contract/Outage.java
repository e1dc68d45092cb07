package dev.versioned.testkit.contract;

import dev.versioned.model.BackendException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/** Simulates an outage of stores, and its end. */
final class Outage {
  private final AtomicBoolean down = new AtomicBoolean();

  void begin() {
    down.set(true);
  }

  void end() {
    down.set(false);
  }

  /** Returns a store that answers only while there is no outage. */
  <T> T over(Class<T> type, T store) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              // A store identifies itself without a request.
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
