package dev.adjoint.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.internal.Message;

/**
 * The place in a tensor that an {@link Index} for each axis names.
 *
 * @param slice the elements taken along each axis of the tensor
 * @param shape theirs, without the axes of which there is one position, and with the new ones
 */
record Region(Slicing.Slice slice, Shape shape) {

  /** The place of {@link Index} or whole numbers in a tensor of a shape. */
  static Region of(Shape whole, Object... index) {
    if (index == null) {
      throw noPlace("null");
    }
    var slice = Slicing.Slice.all(whole);
    var dims = new ArrayList<Integer>();
    int axis = 0;
    for (var part : spelledOut(whole, index)) {
      switch (part) {
        case Index.At at -> {
          slice = slice.along(axis, at.of(whole, axis), 1, 1);
          axis++;
        }
        case Index.Range range -> {
          slice = range.along(axis, slice, whole);
          dims.add(slice.sizes().get(axis));
          axis++;
        }
        case Index.Mark _ -> dims.add(1);
      }
    }
    return new Region(slice, Shape.of(dims.stream().mapToInt(Integer::intValue).toArray()));
  }

  /** With a range for each axis that is not named, in place of the ellipsis or at the end. */
  private static List<Index> spelledOut(Shape whole, Object[] index) {
    var parts = new ArrayList<>(Arrays.stream(index).map(Region::index).toList());
    int named = (int) parts.stream().filter(part -> !(part instanceof Index.Mark)).count();
    if (named > whole.rank() || Collections.frequency(parts, Index.Mark.ELLIPSIS) > 1) {
      throw Message.illegal("at",
          "%s does not fit the %d axes of %s: one place for each axis, and one ellipsis at most",
          Arrays.toString(index), whole.rank(), whole);
    }
    int at = parts.contains(Index.Mark.ELLIPSIS) ? parts.indexOf(Index.Mark.ELLIPSIS) : parts.size();
    parts.remove(Index.Mark.ELLIPSIS);
    parts.addAll(at, Collections.nCopies(whole.rank() - named, Index.all()));
    return parts;
  }

  private static Index index(Object part) {
    return switch (part) {
      case Index index -> index;
      case Integer position -> new Index.At(position);
      case Tensor mask when mask.dtype() == DType.BOOL -> throw Message.illegal("at",
          "the mask %s is no place on an axis, as its values say how much it takes: use where, or indexSelect or gather at "
              + "the positions that nonzero() gives",
          mask.type());
      case Tensor positions -> throw noPlace(positions.type());
      case null, default -> throw noPlace(part);
    };
  }

  private static IllegalArgumentException noPlace(Object part) {
    return Message.illegal("at",
        "%s is no place on an axis: a whole number, or all(), from(2), to(-1), range(0, 4), newAxis(), ellipsis() of Index; "
            + "for a tensor of positions use indexSelect or gather",
        part);
  }

  /** Elements in this place of a tensor of zeros. */
  Tensor placed(Tensor elements, Shape whole) {
    return slice.undone(whole, elements);
  }
}
