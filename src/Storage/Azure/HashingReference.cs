using System.IO.Hashing;
using System.Runtime.CompilerServices;

// Azure.Storage.Common needs System.IO.Hashing, in an older version than the SDK's. A build copies that library beside
// a program only if this assembly itself names it: so it does.
[assembly: TypeForwardedTo(typeof(Crc64))]
