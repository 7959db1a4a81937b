package dev.adjoint.internal.program;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;

import dev.adjoint.DType;
import dev.adjoint.TensorType;

/**
 * Which values share which buffers. A value needs its buffer from the step that writes it to the last one that reads it; then the
 * buffer is free for others. A fused step may write a result where an operand lay that nobody needs any more.
 *
 * @param buffers to allocate
 * @param bufferOf the buffer of each value that a step writes
 * @param bytesWithout what the values would take in a buffer each
 */
record Memory(List<Buffer> buffers, Map<Integer, Integer> bufferOf, long bytesWithout) {
  /** How many times too large a buffer may be. */
  private static final int WASTE = 4;

  /** So many elements of a type. */
  record Buffer(DType dtype, int size) {
    long bytes() {
      return (long) size * dtype.bytes();
    }
  }

  /** The memory of all buffers. */
  long bytes() {
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
    private final Map<Integer, Integer> bufferOf = new TreeMap<>();
    private final Set<Integer> free = new TreeSet<>();

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
        for (int value : step.writes()) {
          if (!placed.contains(value)) {
            var type = types.get(value);
            without += type.bytes();
            bufferOf.put(value, inPlace(step, value, dying).orElseGet(() -> take(type, isKept(value))));
          }
        }
        free.addAll(dying);
        for (int value : step.writes()) {
          if (!placed.contains(value) && !lastUse.containsKey(value)) {
            free.add(bufferOf.get(value));
          }
        }
      }
      return new Memory(List.copyOf(buffers), Map.copyOf(bufferOf), without);
    }

    private boolean isKept(int value) {
      return lastUse.getOrDefault(value, 0) == Integer.MAX_VALUE;
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

    private Optional<Integer> inPlace(Step step, int result, Set<Integer> dying) {
      var type = types.get(result);
      for (int value : step.reads()) {
        Integer buffer = bufferOf.get(base.applyAsInt(value));
        if (buffer != null && dying.contains(buffer) && step.mayTakeThePlaceOf(value)
            && types.get(value).equals(type.with(types.get(value).shape()))
            && types.get(value).shape().size() == type.shape().size()
            && (!isKept(result) || buffers.get(buffer).size() == type.shape().size())) {
          dying.remove(buffer);
          return Optional.of(buffer);
        }
      }
      return Optional.empty();
    }

    /**
     * The smallest free buffer that is large enough, else the largest one made larger, else a new one; but none that is much too
     * large, where a small value that is needed for long would keep it from the large ones, and for what is kept one of its size,
     * which leaves with the result.
     */
    private int take(TensorType type, boolean isKept) {
      var dtype = type.dtype();
      int size = type.shape().size();
      var candidates = free.stream().filter(b -> buffers.get(b).dtype() == dtype)
          .filter(b -> buffers.get(b).size() <= (long) WASTE * size)
          .filter(b -> !isKept || buffers.get(b).size() == size).toList();
      Comparator<Integer> bySize = Comparator.comparingInt(b -> buffers.get(b).size());
      var chosen = candidates.stream().filter(b -> buffers.get(b).size() >= size).min(bySize)
          .or(() -> candidates.stream().max(bySize));
      if (chosen.isEmpty()) {
        buffers.add(new Buffer(dtype, size));
        return buffers.size() - 1;
      }
      int buffer = chosen.get();
      free.remove(buffer);
      buffers.set(buffer, new Buffer(dtype, Math.max(size, buffers.get(buffer).size())));
      return buffer;
    }
  }
}
