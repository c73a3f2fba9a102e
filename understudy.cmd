@echo off
rem Understudy's launcher for Windows: builds once, then runs the command line. After a change: mvn package -DskipTests
rem
rem   JAVA_HOME             the Java to use, 17 or newer; without it, the one on PATH
rem   UNDERSTUDY_CLASSPATH  jars and folders with recipes of your own, with semicolons between
rem   UNDERSTUDY_HOME       where downloads and trained teachers are kept; default .understudy in the user's folder
rem   UNDERSTUDY_JAVA_OPTS  options for the JVM, such as -Xmx8g
setlocal
set "target=%~dp0cli\target"
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
if not defined OPT_OUT_TRACKING set "OPT_OUT_TRACKING=true"
if not defined DJL_OFFLINE set "DJL_OFFLINE=true"
set "path_of_classes=%target%\understudy.jar;%target%\lib\*;%~dp0benchmarks\target\understudy-benchmarks.jar"
if defined UNDERSTUDY_CLASSPATH set "path_of_classes=%path_of_classes%;%UNDERSTUDY_CLASSPATH%"

if not "%target:;=%"=="%target%" (
  echo Windows takes a semicolon for the end of a path, and there is one in %target%; move Understudy to a folder without 1>&2
  exit /b 2
)
where "%java%" >nul 2>nul || if not exist "%java%.exe" (
  echo No Java at %java%: Java 17 or newer is wanted; JAVA_HOME says where it is 1>&2
  exit /b 2
)

if exist "%target%\understudy.jar" goto run
where mvn >nul 2>nul || (
  echo Understudy has to be built once, and there is no Maven on the PATH, the command mvn: install it 1>&2
  exit /b 2
)
echo Building Understudy (once; the first time Maven fetches what it needs) ... 1>&2
call mvn -f "%~dp0pom.xml" -B -q -DskipTests -Dspotless.check.skip -pl cli,benchmarks -am package 1>&2
if errorlevel 1 (
  echo The build failed; the lines above say why. 1>&2
  exit /b 1
)

:run
rem What is printed is UTF-8.
chcp 65001 >nul
"%java%" --enable-native-access=ALL-UNNAMED -Djava.awt.headless=true -Dai.djl.offline=%DJL_OFFLINE% %UNDERSTUDY_JAVA_OPTS% -cp "%path_of_classes%" dev.understudy.cli.Main %*
exit /b %errorlevel%
