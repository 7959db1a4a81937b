package dev.adjoint.nn.train;

import java.util.LinkedHashMap;
import java.util.function.Function;

/** Values that take long to make, by key: the ones used last, and no more than a limit. */
final class Recent<K, V> {
  private final int limit;
  private final LinkedHashMap<K, V> values = new LinkedHashMap<>(); // the one used last is the last

  Recent(int limit) {
    this.limit = limit;
  }

  /** The value of a key, made if it is not there. */
  V get(K key, Function<K, V> make) {
    var known = values.get(key);
    var value = known == null ? make.apply(key) : known;
    values.putLast(key, value);
    if (values.size() > limit) {
      values.pollFirstEntry();
    }
    return value;
  }

  int size() {
    return values.size();
  }
}
