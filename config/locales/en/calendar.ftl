# A private calendar, as somebody's own calendar app shows it.
calendar-name =
    { $own ->
        [yes] { $line }: my shifts
       *[no] { $line }: all shifts
    }
calendar-entry =
    { $alias ->
        [none] { $line }: on call
       *[other] { $alias }
    }{ $posted ->
        [yes] {" "}(looking for cover)
       *[no] {""}
    }
