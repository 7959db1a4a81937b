package dev.adjoint.internal.program;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;

import dev.adjoint.DType;
import dev.adjoint.TensorType;

/**
 * Which values share which buffers. A value needs its buffer from the step that writes it to the last one that reads it; then the
 * buffer is free for others of the same element type and size, so that an array holds the elements of its value and no others. A
 * fused step may write a result where an operand lay that nobody needs any more.
 *
 * @param buffers to allocate
 * @param bufferOf the buffer of each value that a step writes, by value
 * @param bytesWithout what the values would take in a buffer each
 */
public record Memory(List<Buffer> buffers, NavigableMap<Integer, Integer> bufferOf, long bytesWithout) {
  /** So many elements of a type. */
  public record Buffer(DType dtype, int size) {
    private static Buffer of(TensorType type) {
      return new Buffer(type.dtype(), type.shape().size());
    }

    /** Its size in memory. */
    public long bytes() {
      return (long) size * dtype.bytes();
    }
  }

  /** The memory of all buffers. */
  public long bytes() {
    return buffers.stream().mapToLong(Buffer::bytes).sum();
  }

  /**
   * Plans the buffers.
   *
   * @param base the value whose storage a value is
   * @param kept values that must be there at the end
   * @param placed values that have a place of their own: inputs and constants
   */
  static Memory plan(List<Step> steps, List<TensorType> types, IntUnaryOperator base, Set<Integer> kept,
      Set<Integer> placed) {
    return new Planning(steps, types, base, kept, placed).plan();
  }

  private static final class Planning {
    private final List<Step> steps;
    private final List<TensorType> types;
    private final IntUnaryOperator base;
    private final Set<Integer> placed;
    private final Map<Integer, Integer> lastUse = new HashMap<>();
    private final List<Buffer> buffers = new ArrayList<>();
    private final NavigableMap<Integer, Integer> bufferOf = new TreeMap<>();
    private final Map<Buffer, Deque<Integer>> free = new HashMap<>();

    private Planning(List<Step> steps, List<TensorType> types, IntUnaryOperator base, Set<Integer> kept,
        Set<Integer> placed) {
      this.steps = steps;
      this.types = types;
      this.base = base;
      this.placed = placed;
      for (int s = 0; s < steps.size(); s++) {
        for (int value : steps.get(s).reads()) {
          lastUse.put(base.applyAsInt(value), s);
        }
      }
      kept.forEach(value -> lastUse.put(base.applyAsInt(value), Integer.MAX_VALUE));
    }

    private Memory plan() {
      long without = 0;
      for (int s = 0; s < steps.size(); s++) {
        var step = steps.get(s);
        var dying = dyingAt(s);
        var places = placesIn(step, dying);
        for (int value : step.writes()) {
          if (!placed.contains(value)) {
            var wanted = Buffer.of(types.get(value));
            without += wanted.bytes();
            int buffer = taken(places, wanted).or(() -> taken(free, wanted)).orElseGet(() -> made(wanted));
            dying.remove(buffer);
            bufferOf.put(value, buffer);
          }
        }
        dying.forEach(buffer -> give(buffer, free));
        for (int value : step.writes()) {
          if (!placed.contains(value) && !lastUse.containsKey(value)) {
            give(bufferOf.get(value), free);
          }
        }
      }
      return new Memory(List.copyOf(buffers), Collections.unmodifiableNavigableMap(bufferOf), without);
    }

    /** The buffers of the values read for the last time, which become free unless a result takes their place. */
    private Set<Integer> dyingAt(int s) {
      var dying = new TreeSet<Integer>();
      for (int value : steps.get(s).reads()) {
        int read = base.applyAsInt(value);
        if (lastUse.get(read) == s && bufferOf.containsKey(read)) {
          dying.add(bufferOf.get(read));
        }
      }
      return dying;
    }

    /** The dying buffers that results of a step may take at once, the first one read on top. */
    private Map<Buffer, Deque<Integer>> placesIn(Step step, Set<Integer> dying) {
      var places = new HashMap<Buffer, Deque<Integer>>();
      var replaceable = step.replaceable();
      var seen = new HashSet<Integer>();
      for (int value : step.reads().reversed()) {
        var buffer = bufferOf.get(base.applyAsInt(value));
        if (buffer != null && replaceable.contains(value) && dying.contains(buffer) && seen.add(buffer)) {
          give(buffer, places);
        }
      }
      return places;
    }

    private static Optional<Integer> taken(Map<Buffer, Deque<Integer>> from, Buffer wanted) {
      return Optional.ofNullable(from.get(wanted)).map(Deque::poll);
    }

    private int made(Buffer wanted) {
      buffers.add(wanted);
      return buffers.size() - 1;
    }

    private void give(int buffer, Map<Buffer, Deque<Integer>> to) {
      to.computeIfAbsent(buffers.get(buffer), b -> new ArrayDeque<>()).push(buffer);
    }
  }
}
