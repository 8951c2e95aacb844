from scenes.generate import main

raise SystemExit(main())
